package io.vipagent.platform.linux;

import org.graalvm.nativeimage.PinnedObject;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CIntPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * Bound by the linker: in a native image alone. Calls that end at once make no transition, so that no pause of the
 * garbage collector comes between them and their {@code errno}; what may block, poll and open and read, must let one
 * pass, at the price that then the words of an error may be another's.
 */
final class LinkedLibC implements LibC {
    private static final long SIG_ERR = -1;

    /** The number of rt_sigaction(2), which differs by machine: {@code asm/unistd_64.h}. */
    private static final int RT_SIGACTION = System.getProperty("os.arch", "").equals("aarch64") ? 134 : 13;

    /** The kernel's own {@code struct sigaction}: handler, flags, restorer and mask, each of 8 bytes. */
    private static final int SIGACTION_SIZE = 32;

    private static final int SIGSET_SIZE = 8;

    @Override
    public int socket(int domain, int type, int protocol) {
        return (int) orErrno(socket0(domain, type, protocol));
    }

    @Override
    public int bind(int descriptor, byte[] address) {
        try (PinnedObject pinned = PinnedObject.create(address)) {
            return (int) orErrno(bind0(descriptor, pinned.addressOfArrayElement(0), address.length));
        }
    }

    @Override
    public int setsockopt(int descriptor, int level, int name, byte[] value) {
        try (PinnedObject pinned = PinnedObject.create(value)) {
            return (int) orErrno(setsockopt0(descriptor, level, name, pinned.addressOfArrayElement(0), value.length));
        }
    }

    @Override
    public long recvfrom(int descriptor, byte[] buffer, byte[] address) {
        CIntPointer size = StackValue.get(CIntPointer.class);
        size.write(address.length);
        try (PinnedObject bytes = PinnedObject.create(buffer);
                PinnedObject from = PinnedObject.create(address)) {
            return orErrno(recvfrom0(
                    descriptor,
                    bytes.addressOfArrayElement(0),
                    WordFactory.unsigned(buffer.length),
                    Poll.MSG_DONTWAIT,
                    from.addressOfArrayElement(0),
                    size));
        }
    }

    @Override
    public int eventfd(int flags) {
        return (int) orErrno(eventfd0(0, flags));
    }

    @Override
    public void eventfdWrite(int descriptor) {
        int _ = eventfdWrite0(descriptor, 1);
    }

    @Override
    public int awaitEither(int first, int second, int milliseconds) {
        Pointer polled = StackValue.get(2 * Poll.SIZE);
        polled.writeInt(0, first);
        polled.writeShort(Poll.EVENTS, Poll.IN);
        polled.writeShort(Poll.RESULT, (short) 0);
        polled.writeInt(Poll.SIZE, second);
        polled.writeShort(Poll.SIZE + Poll.EVENTS, Poll.IN);
        polled.writeShort(Poll.SIZE + Poll.RESULT, (short) 0);
        int ready = poll0(polled, WordFactory.unsigned(2), milliseconds);
        return Poll.result(ready, polled.readShort(Poll.RESULT), polled.readShort(Poll.SIZE + Poll.RESULT));
    }

    @Override
    public boolean isWritable(int descriptor) {
        Pointer polled = StackValue.get(Poll.SIZE);
        polled.writeInt(0, descriptor);
        polled.writeShort(Poll.EVENTS, Poll.OUT);
        polled.writeShort(Poll.RESULT, (short) 0);
        return poll0(polled, WordFactory.unsigned(1), 0) > 0;
    }

    @Override
    public boolean discard(int descriptor) {
        return recv0(descriptor, WordFactory.nullPointer(), WordFactory.zero(), Poll.MSG_DONTWAIT) >= 0;
    }

    @Override
    public long sendto(int descriptor, byte[] message, int flags, byte[] address) {
        try (PinnedObject bytes = PinnedObject.create(message);
                PinnedObject to = PinnedObject.create(address)) {
            return orErrno(sendto0(
                    descriptor,
                    bytes.addressOfArrayElement(0),
                    WordFactory.unsigned(message.length),
                    flags,
                    to.addressOfArrayElement(0),
                    address.length));
        }
    }

    @Override
    public int open(byte[] path, int flags) {
        try (PinnedObject pinned = PinnedObject.create(path)) {
            return (int) orErrno(open0(pinned.addressOfArrayElement(0), flags));
        }
    }

    @Override
    public int read(int descriptor, byte[] buffer, int from) {
        try (PinnedObject pinned = PinnedObject.create(buffer)) {
            return (int) orErrno(
                    read0(descriptor, pinned.addressOfArrayElement(from), WordFactory.unsigned(buffer.length - from)));
        }
    }

    @Override
    public void close(int descriptor) {
        int _ = close0(descriptor);
    }

    @Override
    public int mkfifo(byte[] path, int mode) {
        try (PinnedObject pinned = PinnedObject.create(path)) {
            return (int) orErrno(mkfifo0(pinned.addressOfArrayElement(0), mode));
        }
    }

    @Override
    public void ignore(int signal) {
        PointerBase before = signal0(signal, WordFactory.pointer(Signals.SIG_IGN));
        if (before.rawValue() == SIG_ERR) {
            // Musl refuses those that it keeps for itself; the kernel does not.
            Pointer action = StackValue.get(SIGACTION_SIZE);
            action.writeLong(0, Signals.SIG_IGN);
            action.writeLong(SIGSET_SIZE, 0);
            action.writeLong(2 * SIGSET_SIZE, 0);
            action.writeLong(3 * SIGSET_SIZE, 0);
            long _ = syscall0(RT_SIGACTION, signal, action, WordFactory.nullPointer(), SIGSET_SIZE);
        }
    }

    @Override
    public int madvise(long address, long length, int advice) {
        return (int) orErrno(madvise0(WordFactory.pointer(address), WordFactory.unsigned(length), advice));
    }

    @Override
    public int tcgetattr(int descriptor, byte[] termios) {
        try (PinnedObject pinned = PinnedObject.create(termios)) {
            return (int) orErrno(tcgetattr0(descriptor, pinned.addressOfArrayElement(0)));
        }
    }

    @Override
    public int tcsetattr(int descriptor, byte[] termios) {
        try (PinnedObject pinned = PinnedObject.create(termios)) {
            return (int) orErrno(tcsetattr0(descriptor, 0, pinned.addressOfArrayElement(0)));
        }
    }

    @Override
    public String words(long error) {
        return CTypeConversion.toJavaString(strerror0((int) -error));
    }

    private static long orErrno(long result) {
        return result < 0 ? -errnoLocation().read() : result;
    }

    @CFunction(value = "__errno_location", transition = Transition.NO_TRANSITION)
    private static native CIntPointer errnoLocation();

    @CFunction(value = "socket", transition = Transition.NO_TRANSITION)
    private static native int socket0(int domain, int type, int protocol);

    @CFunction(value = "bind", transition = Transition.NO_TRANSITION)
    private static native int bind0(int descriptor, PointerBase address, int length);

    @CFunction(value = "setsockopt", transition = Transition.NO_TRANSITION)
    private static native int setsockopt0(int descriptor, int level, int name, PointerBase value, int length);

    @CFunction(value = "recvfrom", transition = Transition.NO_TRANSITION)
    private static native long recvfrom0(
            int descriptor, PointerBase buffer, UnsignedWord length, int flags, PointerBase address, CIntPointer size);

    @CFunction(value = "eventfd", transition = Transition.NO_TRANSITION)
    private static native int eventfd0(int initial, int flags);

    @CFunction(value = "eventfd_write", transition = Transition.NO_TRANSITION)
    private static native int eventfdWrite0(int descriptor, long value);

    @CFunction(value = "poll", transition = Transition.TO_NATIVE)
    private static native int poll0(PointerBase descriptors, UnsignedWord count, int milliseconds);

    @CFunction(value = "recv", transition = Transition.NO_TRANSITION)
    private static native long recv0(int descriptor, PointerBase buffer, UnsignedWord length, int flags);

    @CFunction(value = "sendto", transition = Transition.NO_TRANSITION)
    private static native long sendto0(
            int descriptor, PointerBase message, UnsignedWord length, int flags, PointerBase address, int size);

    // A file server that is dead must not hold up the garbage collector, and with it every thread.
    @CFunction(value = "open", transition = Transition.TO_NATIVE)
    private static native int open0(PointerBase path, int flags);

    @CFunction(value = "read", transition = Transition.TO_NATIVE)
    private static native long read0(int descriptor, PointerBase buffer, UnsignedWord length);

    @CFunction(value = "close", transition = Transition.NO_TRANSITION)
    private static native int close0(int descriptor);

    @CFunction(value = "mkfifo", transition = Transition.NO_TRANSITION)
    private static native int mkfifo0(PointerBase path, int mode);

    @CFunction(value = "signal", transition = Transition.NO_TRANSITION)
    private static native PointerBase signal0(int signal, PointerBase handler);

    @CFunction(value = "syscall", transition = Transition.NO_TRANSITION)
    private static native long syscall0(
            long number, long signal, PointerBase action, PointerBase before, long sizeOfMask);

    @CFunction(value = "madvise", transition = Transition.NO_TRANSITION)
    private static native int madvise0(PointerBase address, UnsignedWord length, int advice);

    @CFunction(value = "tcgetattr", transition = Transition.NO_TRANSITION)
    private static native int tcgetattr0(int descriptor, PointerBase termios);

    @CFunction(value = "tcsetattr", transition = Transition.NO_TRANSITION)
    private static native int tcsetattr0(int descriptor, int actions, PointerBase termios);

    @CFunction(value = "strerror", transition = Transition.NO_TRANSITION)
    private static native CCharPointer strerror0(int error);
}
