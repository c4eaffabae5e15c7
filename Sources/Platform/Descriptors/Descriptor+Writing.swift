internal import Glibc

extension Descriptor {
    /// Writes every byte; waits where it must, also on a non-blocking descriptor.
    package func writeAll(_ bytes: [UInt8]) throws(SystemError) {
        var sent = 0
        while sent < bytes.count {
            do {
                sent += try write(bytes, from: sent)
            } catch  where error.code == EAGAIN {
                try waitUntilWritable()
            }
        }
    }

    /// Writes the text's UTF-8.
    package func writeAll(_ text: String) throws(SystemError) {
        try writeAll(Array(text.utf8))
    }

    /// One write of what follows `start`.
    ///
    /// - Returns: How many bytes went out, which may be fewer.
    package func write(_ bytes: [UInt8], from start: Int = 0) throws(SystemError) -> Int {
        try systemCall("write to descriptor \(number)") {
            bytes.withUnsafeBytes { buffer in
                let rest = buffer.dropFirst(start)
                return Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            }
        }
    }

    /// Returns once the file's bytes and what is needed to find them are on disk.
    package func synchronize() throws(SystemError) {
        try systemCall("synchronise descriptor \(number)") { fsync(number) }
    }

    /// Cuts the file, or fills it with zeros, to this length.
    package func truncate(to length: Int64) throws(SystemError) {
        try systemCall("set the length of descriptor \(number)") { ftruncate(number, off_t(length)) }
    }

    private func waitUntilWritable() throws(SystemError) {
        var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        try systemCall("wait for descriptor \(number)") { poll(&request, 1, -1) }
    }
}
