package io.vipagent.packaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile as it is read by a builder, as far as ours needs it: no here-documents, no escape directive.
 *
 * @param arguments the defaults of the arguments before the first stage
 * @param stages in their order
 */
record Dockerfile(Map<String, String> arguments, List<Stage> stages) {
    private static final Pattern FROM = Pattern.compile("(\\S+)(?:\\s+(?i:AS)\\s+(\\S+))?");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * One line, continued lines put together.
     *
     * @param name in upper case
     */
    record Instruction(String name, String value) {
        /** Whether what it runs is a list of words, which needs no shell. */
        boolean isExecForm() {
            return command().startsWith("[") && command().endsWith("]");
        }

        /** The words of the exec form. */
        List<String> words() {
            return QUOTED.matcher(command())
                    .results()
                    .map(word -> word.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
                    .toList();
        }

        /** What it runs: without options, and without HEALTHCHECK's CMD. */
        private String command() {
            return value.replaceFirst("^(--\\S+\\s+)*", "").replaceFirst("^CMD\\s+", "");
        }
    }

    /**
     * A stage.
     *
     * @param base as it is written after FROM
     */
    record Stage(String base, String name, List<Instruction> instructions) {
        List<Instruction> all(String instruction) {
            return instructions.stream()
                    .filter(each -> each.name().equals(instruction))
                    .toList();
        }

        /** The only one of its kind. */
        Instruction only(String instruction) {
            List<Instruction> all = all(instruction);
            if (all.size() != 1) {
                throw new AssertionError("stage " + name + " has " + all.size() + " " + instruction);
            }
            return all.getFirst();
        }
    }

    static Dockerfile parse(String text) {
        Map<String, String> arguments = new LinkedHashMap<>();
        List<Stage> stages = new ArrayList<>();
        for (Instruction instruction : instructions(text)) {
            if (instruction.name().equals("FROM")) {
                Matcher from = FROM.matcher(instruction.value());
                if (!from.matches()) {
                    throw new IllegalArgumentException("FROM " + instruction.value());
                }
                stages.add(new Stage(from.group(1), String.valueOf(from.group(2)), new ArrayList<>()));
            } else if (!stages.isEmpty()) {
                stages.getLast().instructions().add(instruction);
            } else if (instruction.name().equals("ARG")) {
                String[] argument = instruction.value().split("=", 2);
                arguments.put(argument[0], argument.length == 1 ? "" : argument[1]);
            } else {
                throw new IllegalArgumentException(instruction.name() + " before the first FROM");
            }
        }
        return new Dockerfile(arguments, stages);
    }

    Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no stage " + name));
    }

    private static List<Instruction> instructions(String text) {
        List<Instruction> instructions = new ArrayList<>();
        String withoutComments = text.replaceAll("(?m)^\\s*#.*\n", "");
        for (String line : withoutComments.replaceAll("\\\\\n", " ").split("\n", -1)) {
            if (!line.isBlank()) {
                String[] parts = line.strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0], parts.length == 1 ? "" : parts[1]));
            }
        }
        return instructions;
    }
}
