package io.vipagent.tools.init.cluster;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** What a rendered file would change of what is there. Passwords are compared, and not shown. */
public final class FileDiff {
    private static final int CONTEXT = 3;

    private FileDiff() {}

    /** Returns a unified diff; empty where nothing would change. {@code installed} is empty where there is no file. */
    public static String of(RenderedFile file, String installed, boolean there) {
        if (there && installed.equals(file.text())) {
            return "";
        }
        String shown = RenderedFile.withoutPasswords(installed);
        if (there && shown.equals(file.shown())) {
            return "/" + file.path() + ": auth_pass differs\n";
        }
        List<String> before = shown.lines().toList();
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
                there ? "/" + file.path() : "/dev/null",
                "init/" + file.path(),
                before,
                DiffUtils.diff(before, file.shown().lines().toList()),
                CONTEXT);
        // Lines alike, so it is their ends that differ: carriage returns, or the last line feed.
        return lines.isEmpty() ? "/" + file.path() + ": line ends differ\n" : String.join("\n", lines) + "\n";
    }
}
