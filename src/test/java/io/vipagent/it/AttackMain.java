package io.vipagent.it;

import io.vipagent.fake.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ./dev attack [NAME…]}: every attack on a fresh agent, and a table of what came of it. The system properties
 * are those of {@link Program}.
 */
final class AttackMain {
    private static final int USAGE = 64;

    private AttackMain() {}

    public static void main(String[] names) throws IOException {
        List<Attack> attacks = Arrays.stream(Attack.values())
                .filter(attack -> names.length == 0 || List.of(names).contains(name(attack)))
                .toList();
        if (attacks.size() < names.length) {
            System.err.println("attack: unknown name among " + List.of(names) + ", expected "
                    + String.join(
                            ", ",
                            Arrays.stream(Attack.values()).map(AttackMain::name).toList()));
            System.exit(USAGE);
        }
        System.exit(run(attacks) ? 0 : 1);
    }

    private static String name(Attack attack) {
        return attack.words()
                .replace(' ', '-')
                .toLowerCase(java.util.Locale.ROOT)
                .replace("http/2", "http2");
    }

    private static boolean run(List<Attack> attacks) throws IOException {
        TestCa ca = TestCa.ec("kubernetes");
        boolean withstood = true;
        System.out.println("| attack | asked | failed | late | RSS MiB | threads | descriptors | after |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---|");
        for (Attack attack : attacks) {
            Path directory = Files.createTempDirectory("vip-agent-attack");
            try {
                Siege.Outcome outcome = Siege.run(attack, ca, directory);
                boolean good = outcome.failed().isEmpty()
                        && outcome.late().isEmpty()
                        && outcome.recovered()
                        && outcome.exitCode() == 143;
                withstood &= good;
                System.out.println("| " + attack.words() + " | " + outcome.asked() + " | "
                        + outcome.failed().size() + " | " + outcome.late().size() + " | "
                        + outcome.peak().rssKib() / 1024 + " | "
                        + outcome.peak().threads() + " | "
                        + outcome.peak().descriptors() + " | "
                        + (outcome.recovered() ? "as before" : "NOT as before") + " |");
                if (!good) {
                    System.err.println(outcome);
                }
            } catch (RuntimeException | AssertionError e) {
                withstood = false;
                System.out.println("| " + attack.words() + " | | | | | | | it ended |");
                System.err.println(e);
            } finally {
                StrangeFile.clear(directory);
            }
        }
        return withstood;
    }
}
