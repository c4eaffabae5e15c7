internal import CLinux
internal import Glibc

/// Wakes an event loop from other threads: its descriptor has input from `signal` until `clear`.
package struct WakeUp: ~Copyable, Sendable {
    /// For the loop to watch; never to be read by anybody else.
    package let descriptor: Descriptor

    package init() throws(SystemError) {
        let flags = Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)
        descriptor = Descriptor(adopting: try systemCall("make an event counter") { eventfd(0, flags) })
    }

    package func signal() {
        // It fails only when 2^64 - 2 signals are waiting, and then the loop is awake.
        _ = eventfd_write(descriptor.number, 1)
    }

    package func clear() {
        var count: eventfd_t = 0
        // Nothing to clear is as good as cleared.
        _ = eventfd_read(descriptor.number, &count)
    }
}
