package io.vipagent.lab;

/** Main classes that change the network that they run in. */
public final class Scenes {
    private Scenes() {}

    /** Plays one in a network of its own; what it printed. */
    public static String play(Class<?> scene, String... arguments) {
        return Shell.must(new FreshNetwork().inside(JavaCommand.of(scene, arguments)));
    }
}
