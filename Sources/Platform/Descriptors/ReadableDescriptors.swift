internal import Glibc

/// Waiting for several descriptors at once, in a small loop of few of them.
package enum ReadableDescriptors {
    /// The descriptors that can be read without waiting, or whose other end is gone.
    ///
    /// Returns at the latest after `limit` milliseconds, then with none.
    package static func wait(for descriptors: [Int32], upTo limit: Int) throws(SystemError) -> Set<Int32> {
        var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let milliseconds = Int32(clamping: max(0, limit))
        let count = poll(&requests, nfds_t(requests.count), milliseconds)
        if count == -1 {
            let code = errno
            // A signal: the caller looks at its clocks and comes again.
            guard code == EINTR else { throw SystemError(code: code, action: "wait for descriptors") }
            return []
        }
        return Set(requests.filter { $0.revents != 0 }.map(\.fd))
    }
}
