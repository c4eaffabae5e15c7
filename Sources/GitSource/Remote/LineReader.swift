internal import Glibc
internal import Platform

/// Lines from a descriptor, each within a limit and a deadline.
struct LineReader: ~Copyable {
    private let source: Descriptor
    private let limit: Int
    private var buffer: [UInt8] = []

    init(_ source: consuming Descriptor, limit: Int) {
        self.source = source
        self.limit = limit
    }

    /// The next line without its end; nil at the end of the input.
    ///
    /// - Parameter deadline: Milliseconds of ``BootClock``; nil waits without end.
    /// - Returns: The line.
    /// - Throws: `ETIMEDOUT` at the deadline, `EMSGSIZE` for a line beyond the limit.
    mutating func next(deadline: Int64? = nil) throws(SystemError) -> [UInt8]? {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(end) }
            searched = buffer.count
            guard buffer.count <= limit else { throw SystemError(code: EMSGSIZE, action: "read a line") }
            if let deadline { try wait(until: deadline) }
            let bytes = try source.read(upTo: 1 << 16)
            if bytes.isEmpty { return nil }
            buffer += bytes
        }
    }

    private mutating func take(_ end: Int) -> [UInt8] {
        let line = Array(buffer[..<end])
        buffer.removeSubrange(...end)
        return line
    }

    private func wait(until deadline: Int64) throws(SystemError) {
        let remaining = max(0, deadline - BootClock.now())
        var request = pollfd(fd: source.number, events: Int16(POLLIN), revents: 0)
        let ready = try systemCall("wait for a line") { poll(&request, 1, Int32(min(remaining, 1 << 30))) }
        guard ready > 0 else { throw SystemError(code: ETIMEDOUT, action: "read a line") }
    }
}
