package io.vipagent.cli.help;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vipagent.core.text.JsonYaml;
import io.vipagent.platform.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The version, for people or programs. */
@Command(
        name = "version",
        description = "Prints the version of this program.",
        footer = {"", "Examples:", "  vip-agent version", "  vip-agent version -o json"},
        mixinStandardHelpOptions = true)
public final class VersionCommand implements Callable<Integer> {
    /** The forms of the output. */
    enum VersionFormat {
        /** One line for people. */
        TEXT,
        /** One document for programs. */
        JSON,
        /** The same as YAML. */
        YAML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or yaml (default: ${DEFAULT-VALUE}).")
    private VersionFormat output = VersionFormat.TEXT;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (output) {
                    case TEXT -> Version.line() + "\n";
                    case JSON -> json();
                    case YAML -> JsonYaml.of(json());
                });
        out.flush();
        return 0;
    }

    private static String json() {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("version", Version.current());
            json.writeStringField("revision", Version.revision());
            json.writeStringField("runtime", Version.runtime());
            json.writeStringField("os", System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
            json.writeStringField("arch", System.getProperty("os.arch", ""));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return out.append('\n').toString();
    }
}
