internal import Glibc

/// The owner of one open file descriptor: closed when it goes out of scope, exactly once.
///
/// Everything made here is close-on-exec.
package struct Descriptor: ~Copyable, Sendable {
    /// The raw number, valid as long as this owner lives; never close it.
    package let number: Int32

    /// Takes over a descriptor that nobody else will close.
    package init(adopting number: Int32) {
        self.number = number
    }

    deinit {
        // The descriptor is gone whatever close says; data that matters was synchronised before.
        _ = close(number)
    }

    /// Gives up ownership: the caller closes the number.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// A second descriptor for the same open file, which shares its offset, flags and `flock`.
    package func duplicate() throws(SystemError) -> Descriptor {
        let copy = try systemCall("duplicate descriptor \(number)") { fcntl(number, F_DUPFD_CLOEXEC, 0) }
        return Descriptor(adopting: copy)
    }

    /// Makes reads and writes answer "would block" instead of waiting.
    package func setNonBlocking() throws(SystemError) {
        let flags = try systemCall("read the flags of descriptor \(number)") { fcntl(number, F_GETFL) }
        try systemCall("make descriptor \(number) non-blocking") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
    }

    /// Takes the close-on-exec mark from, or gives it to, an adopted descriptor.
    package func setCloseOnExec(_ on: Bool) throws(SystemError) {
        try systemCall("set close-on-exec on descriptor \(number)") { fcntl(number, F_SETFD, on ? FD_CLOEXEC : 0) }
    }
}
