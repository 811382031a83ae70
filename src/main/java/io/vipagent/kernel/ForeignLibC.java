package io.vipagent.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** By the foreign-function API: on the JVM. */
final class ForeignLibC implements LibC {
    private static final int LONGEST_TEXT = 256;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private static final MethodHandle SOCKET =
            capturing("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            capturing("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle EVENTFD =
            capturing("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD_WRITE =
            plain("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle POLL =
            plain("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            plain("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SENDTO = capturing(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MKFIFO =
            capturing("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle STRERROR = plain("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    @Override
    public int socket(int domain, int type, int protocol) {
        return (int) errnoOf(errno -> (int) SOCKET.invokeExact(errno, domain, type, protocol));
    }

    @Override
    public int bind(int descriptor, MemorySegment address) {
        return (int) errnoOf(errno -> (int) BIND.invokeExact(errno, descriptor, address, (int) address.byteSize()));
    }

    @Override
    public int eventfd(int initial, int flags) {
        return (int) errnoOf(errno -> (int) EVENTFD.invokeExact(errno, initial, flags));
    }

    @Override
    public void eventfdWrite(int descriptor) {
        try {
            int _ = (int) EVENTFD_WRITE.invokeExact(descriptor, 1L);
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    @Override
    public int poll(MemorySegment descriptors, int count, int milliseconds) {
        try {
            return (int) POLL.invokeExact(descriptors, (long) count, milliseconds);
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    @Override
    public long recv(int descriptor, MemorySegment buffer, int flags) {
        try {
            return (long) RECV.invokeExact(descriptor, buffer, buffer.byteSize(), flags);
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    @Override
    public long sendto(int descriptor, MemorySegment message, int flags, MemorySegment address) {
        return errnoOf(errno -> (long) SENDTO.invokeExact(
                errno, descriptor, message, message.byteSize(), flags, address, (int) address.byteSize()));
    }

    @Override
    public void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    @Override
    public int mkfifo(MemorySegment path, int mode) {
        return (int) errnoOf(errno -> (int) MKFIFO.invokeExact(errno, path, mode));
    }

    @Override
    public String words(long error) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact((int) -error);
            return text.reinterpret(LONGEST_TEXT).getString(0);
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    /** A call that leaves its error in {@code errno}. */
    private interface Call {
        long make(MemorySegment errno) throws Throwable;
    }

    private static long errnoOf(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            long result = call.make(errno);
            return result < 0 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    /** The functions throw nothing: what comes is a fault of the call itself. */
    private static IllegalStateException defect(Throwable e) {
        return new IllegalStateException("a native call failed", e);
    }

    private static MethodHandle capturing(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    private static MethodHandle plain(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
