package io.vipagent.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CIntPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * Bound by the linker: in a native image alone. Calls that end at once make no transition, so that no pause of the
 * garbage collector comes between them and their {@code errno}; {@link #poll}, which blocks, must let one pass.
 */
final class LinkedLibC implements LibC {
    @Override
    public int socket(int domain, int type, int protocol) {
        return (int) orErrno(socket0(domain, type, protocol));
    }

    @Override
    public int bind(int descriptor, MemorySegment address) {
        long result = orErrno(bind0(descriptor, pointer(address), (int) address.byteSize()));
        Reference.reachabilityFence(address);
        return (int) result;
    }

    @Override
    public int eventfd(int initial, int flags) {
        return (int) orErrno(eventfd0(initial, flags));
    }

    @Override
    public void eventfdWrite(int descriptor) {
        int _ = eventfdWrite0(descriptor, 1);
    }

    @Override
    public int poll(MemorySegment descriptors, int count, int milliseconds) {
        int result = poll0(pointer(descriptors), WordFactory.unsigned(count), milliseconds);
        Reference.reachabilityFence(descriptors);
        return result;
    }

    @Override
    public long recv(int descriptor, MemorySegment buffer, int flags) {
        long result = recv0(descriptor, pointer(buffer), WordFactory.unsigned(buffer.byteSize()), flags);
        Reference.reachabilityFence(buffer);
        return result;
    }

    @Override
    public long sendto(int descriptor, MemorySegment message, int flags, MemorySegment address) {
        long result = orErrno(sendto0(
                descriptor,
                pointer(message),
                WordFactory.unsigned(message.byteSize()),
                flags,
                pointer(address),
                (int) address.byteSize()));
        Reference.reachabilityFence(message);
        Reference.reachabilityFence(address);
        return result;
    }

    @Override
    public void close(int descriptor) {
        int _ = close0(descriptor);
    }

    @Override
    public int mkfifo(MemorySegment path, int mode) {
        long result = orErrno(mkfifo0(pointer(path), mode));
        Reference.reachabilityFence(path);
        return (int) result;
    }

    @Override
    public String words(long error) {
        return CTypeConversion.toJavaString(strerror0((int) -error));
    }

    private static long orErrno(long result) {
        return result < 0 ? -errnoLocation().read() : result;
    }

    private static PointerBase pointer(MemorySegment segment) {
        return WordFactory.pointer(segment.address());
    }

    @CFunction(value = "__errno_location", transition = Transition.NO_TRANSITION)
    private static native CIntPointer errnoLocation();

    @CFunction(value = "socket", transition = Transition.NO_TRANSITION)
    private static native int socket0(int domain, int type, int protocol);

    @CFunction(value = "bind", transition = Transition.NO_TRANSITION)
    private static native int bind0(int descriptor, PointerBase address, int length);

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

    @CFunction(value = "close", transition = Transition.NO_TRANSITION)
    private static native int close0(int descriptor);

    @CFunction(value = "mkfifo", transition = Transition.NO_TRANSITION)
    private static native int mkfifo0(PointerBase path, int mode);

    @CFunction(value = "strerror", transition = Transition.NO_TRANSITION)
    private static native CCharPointer strerror0(int error);
}
