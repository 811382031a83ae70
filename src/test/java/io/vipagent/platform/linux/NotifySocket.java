package io.vipagent.platform.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The end of the socket that systemd has. */
public final class NotifySocket implements AutoCloseable {
    private static final int MAX_LENGTH = 4096;
    private static final MethodHandle RECV = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("recv"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final int descriptor;

    /** {@code name} as the kernel has it: an abstract one begins with a NUL. */
    public NotifySocket(String name) {
        descriptor = Linkage.LIBC.socket(1, 2 | 0x80000, 0);
        ByteArrayOutputStream address = new ByteArrayOutputStream();
        address.write(1);
        address.write(0);
        address.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        int bound = Linkage.LIBC.bind(descriptor, address.toByteArray());
        if (bound < 0) {
            throw new IllegalStateException(Linkage.LIBC.words(bound));
        }
    }

    /** The next message that was sent. */
    public Optional<String> next() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MAX_LENGTH);
            long length = (long) RECV.invokeExact(descriptor, buffer, (long) MAX_LENGTH, Poll.MSG_DONTWAIT);
            return length < 0
                    ? Optional.empty()
                    : Optional.of(new String(
                            buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Linkage.LIBC.close(descriptor);
    }
}
