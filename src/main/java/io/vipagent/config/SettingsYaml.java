package io.vipagent.config;

import io.vipagent.core.target.Target;
import java.util.List;

/** Writes settings as the YAML that would give them, every key written out, in the order of the table. */
public final class SettingsYaml {
    private final StringBuilder out = new StringBuilder(Setting.ROOT + ":\n");
    private final Settings settings;
    private List<String> section = List.of();

    private SettingsYaml(Settings settings) {
        this.settings = settings;
    }

    /** Returns {@code settings} as a whole file. */
    public static String of(Settings settings) {
        SettingsYaml yaml = new SettingsYaml(settings);
        boolean targets = false;
        for (Setting<?> row : SettingsTable.rows()) {
            if (!row.isOfTarget()) {
                yaml.row(row, "");
            } else if (!targets) {
                targets = true;
                settings.targets().forEach(yaml::target);
            }
        }
        return yaml.out.toString();
    }

    private void target(Target target) {
        SettingsTable.rows().stream().filter(Setting::isOfTarget).forEach(row -> row(row, target.name()));
    }

    private void row(Setting<?> row, String target) {
        List<String> values = row.current(settings.parts(target));
        if (values.isEmpty()) {
            return;
        }
        List<String> path = List.of(row.key(target).split("\\."));
        List<String> above = path.subList(0, path.size() - 1);
        for (int depth = 0; depth < above.size(); depth++) {
            if (!path.subList(0, depth + 1).equals(section.subList(0, Math.min(depth + 1, section.size())))) {
                line(depth + 1, above.get(depth), "");
            }
        }
        section = above;
        line(
                path.size(),
                path.getLast(),
                row.isList() ? " [" + String.join(", ", values) + "]" : " " + values.getFirst());
    }

    private void line(int depth, String key, String value) {
        out.repeat("  ", depth).append(key).append(':').append(value).append('\n');
    }
}
