package io.vipagent.platform.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C library by the foreign-function API, on the JVM. */
final class ForeignLibC implements LibC {
    private static final int MAX_TEXT_LENGTH = 256;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private static final MethodHandle SOCKET =
            find("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle BIND =
            find("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle SETSOCKOPT =
            find("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle RECVFROM = find(
            "recvfrom",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
            ERRNO);
    private static final MethodHandle EVENTFD =
            find("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle EVENTFD_WRITE =
            find("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle POLL =
            find("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            find("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
    private static final MethodHandle SENDTO = find(
            "sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO);
    private static final MethodHandle OPEN =
            find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO, Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ =
            find("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    private static final MethodHandle CLOSE = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MKFIFO =
            find("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle SIGNAL = find("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle MADVISE =
            find("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
    private static final MethodHandle TCGETATTR =
            find("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), ERRNO);
    private static final MethodHandle TCSETATTR =
            find("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), ERRNO);
    private static final MethodHandle STRERROR = find("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    @Override
    public int socket(int domain, int type, int protocol) {
        return (int) call((_, errno) -> (int) SOCKET.invokeExact(errno, domain, type, protocol));
    }

    @Override
    public int bind(int descriptor, byte[] address) {
        return (int) call((arena, errno) ->
                (int) BIND.invokeExact(errno, descriptor, arena.allocateFrom(JAVA_BYTE, address), address.length));
    }

    @Override
    public int setsockopt(int descriptor, int level, int name, byte[] value) {
        return (int) call((arena, errno) -> (int) SETSOCKOPT.invokeExact(
                errno, descriptor, level, name, arena.allocateFrom(JAVA_BYTE, value), value.length));
    }

    @Override
    public long recvfrom(int descriptor, byte[] buffer, byte[] address) {
        return call((arena, errno) -> {
            MemorySegment bytes = arena.allocate(buffer.length);
            MemorySegment from = arena.allocate(address.length);
            MemorySegment size = arena.allocateFrom(JAVA_INT, address.length);
            long length = (long)
                    RECVFROM.invokeExact(errno, descriptor, bytes, (long) buffer.length, Poll.MSG_DONTWAIT, from, size);
            MemorySegment.copy(bytes, JAVA_BYTE, 0, buffer, 0, buffer.length);
            MemorySegment.copy(from, JAVA_BYTE, 0, address, 0, address.length);
            return length;
        });
    }

    @Override
    public int eventfd(int flags) {
        return (int) call((_, errno) -> (int) EVENTFD.invokeExact(errno, 0, flags));
    }

    @Override
    public void eventfdWrite(int descriptor) {
        call((_, _) -> (int) EVENTFD_WRITE.invokeExact(descriptor, 1L));
    }

    @Override
    public int awaitEither(int first, int second, int milliseconds) {
        return (int) call((arena, _) -> {
            MemorySegment polled = arena.allocate(2 * Poll.SIZE, Integer.BYTES);
            polled.set(JAVA_INT, 0, first);
            polled.set(JAVA_SHORT, Poll.EVENTS, Poll.IN);
            polled.set(JAVA_INT, Poll.SIZE, second);
            polled.set(JAVA_SHORT, Poll.SIZE + Poll.EVENTS, Poll.IN);
            int ready = (int) POLL.invokeExact(polled, 2L, milliseconds);
            return Poll.result(
                    ready, polled.get(JAVA_SHORT, Poll.RESULT), polled.get(JAVA_SHORT, Poll.SIZE + Poll.RESULT));
        });
    }

    @Override
    public boolean isWritable(int descriptor) {
        return call((arena, _) -> {
                    MemorySegment polled = arena.allocate(Poll.SIZE, Integer.BYTES);
                    polled.set(JAVA_INT, 0, descriptor);
                    polled.set(JAVA_SHORT, Poll.EVENTS, Poll.OUT);
                    return (int) POLL.invokeExact(polled, 1L, 0);
                })
                > 0;
    }

    @Override
    public boolean discard(int descriptor) {
        return call((_, errno) -> (long) RECV.invokeExact(errno, descriptor, MemorySegment.NULL, 0L, Poll.MSG_DONTWAIT))
                >= 0;
    }

    @Override
    public long sendto(int descriptor, byte[] message, int flags, byte[] address) {
        return call((arena, errno) -> (long) SENDTO.invokeExact(
                errno,
                descriptor,
                arena.allocateFrom(JAVA_BYTE, message),
                (long) message.length,
                flags,
                arena.allocateFrom(JAVA_BYTE, address),
                address.length));
    }

    @Override
    public int open(byte[] path, int flags) {
        return (int) call((arena, errno) -> (int) OPEN.invokeExact(errno, arena.allocateFrom(JAVA_BYTE, path), flags));
    }

    @Override
    public int read(int descriptor, byte[] buffer, int from) {
        return (int) call((arena, errno) -> {
            MemorySegment bytes = arena.allocate(Math.max(1, buffer.length - from));
            long length = (long) READ.invokeExact(errno, descriptor, bytes, (long) buffer.length - from);
            MemorySegment.copy(bytes, JAVA_BYTE, 0, buffer, from, (int) Math.max(0, length));
            return length;
        });
    }

    @Override
    public void close(int descriptor) {
        call((_, _) -> (int) CLOSE.invokeExact(descriptor));
    }

    @Override
    public int mkfifo(byte[] path, int mode) {
        return (int) call((arena, errno) -> (int) MKFIFO.invokeExact(errno, arena.allocateFrom(JAVA_BYTE, path), mode));
    }

    @Override
    public void ignore(int signal) {
        call((_, _) -> {
            MemorySegment _ = (MemorySegment) SIGNAL.invokeExact(signal, MemorySegment.ofAddress(Signals.SIG_IGN));
            return 0;
        });
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return (int)
                call((_, errno) -> (int) MADVISE.invokeExact(errno, MemorySegment.ofAddress(address), length, advice));
    }

    @Override
    public int tcgetattr(int descriptor, byte[] termios) {
        return (int) call((arena, errno) -> {
            MemorySegment bytes = arena.allocate(termios.length, Integer.BYTES);
            int result = (int) TCGETATTR.invokeExact(errno, descriptor, bytes);
            MemorySegment.copy(bytes, JAVA_BYTE, 0, termios, 0, termios.length);
            return result;
        });
    }

    @Override
    public int tcsetattr(int descriptor, byte[] termios) {
        return (int) call((arena, errno) ->
                (int) TCSETATTR.invokeExact(errno, descriptor, 0, arena.allocateFrom(JAVA_BYTE, termios)));
    }

    @Override
    public String words(long error) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact((int) -error);
            return text.reinterpret(MAX_TEXT_LENGTH).getString(0);
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    /** With memory for its arguments, and for its {@code errno}. */
    private interface Call {
        long make(Arena arena, MemorySegment errno) throws Throwable;
    }

    private static long call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            long result = call.make(arena, errno);
            return result < 0 ? -errno.get(JAVA_INT, 0) : result;
        } catch (Throwable e) {
            throw defect(e);
        }
    }

    /** The functions throw nothing: what comes is a fault of the call itself. */
    private static IllegalStateException defect(Throwable e) {
        return new IllegalStateException("a native call failed", e);
    }

    private static MethodHandle find(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
