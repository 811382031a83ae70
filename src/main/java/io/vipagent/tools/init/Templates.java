package io.vipagent.tools.init;

import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The templates of this room. They see maps, lists, texts, numbers and booleans, never an object of ours: Qute would
 * look at it by reflection, of which the native binary has none. A name that is not there is an error, and nothing is
 * escaped.
 */
final class Templates {
    private final Engine engine;

    Templates() {
        engine = Engine.builder()
                .addDefaultSectionHelpers()
                .addValueResolvers(
                        ValueResolvers.thisResolver(),
                        ValueResolvers.mapperResolver(),
                        ValueResolvers.mapResolver(),
                        ValueResolvers.collectionResolver(),
                        ValueResolvers.listResolver(),
                        ValueResolvers.logicalAndResolver(),
                        ValueResolvers.logicalOrResolver(),
                        ValueResolvers.equalsResolver())
                .addLocator(Templates::locate)
                .strictRendering(true)
                .build();
    }

    /** Returns the template of this name, filled in. */
    String render(String name, Map<String, Object> data) {
        return engine.getTemplate(name).instance().data(data).render();
    }

    private static Optional<TemplateLocator.TemplateLocation> locate(String name) {
        try (InputStream stream = Templates.class.getResourceAsStream("templates/" + name)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(
                            new Text(new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Text(String text) implements TemplateLocator.TemplateLocation {
        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.empty();
        }
    }
}
