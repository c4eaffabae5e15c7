internal import Glibc
internal import Platform

/// Cuts a stream of bytes into lines.
struct LineReader {
    private let limit: Int
    private var bytes: [UInt8] = []
    private var searched = 0

    /// - Parameter limit: The longest line.
    init(limit: Int) {
        self.limit = limit
    }

    /// - Throws: EMSGSIZE when a line is longer than the limit.
    mutating func append(_ more: [UInt8]) throws(SystemError) {
        bytes += more
        guard bytes.count <= limit else { throw SystemError(code: EMSGSIZE, action: "read a line") }
    }

    /// The next whole line without its end.
    mutating func next() -> [UInt8]? {
        guard let end = bytes[searched...].firstIndex(of: 0x0A) else {
            searched = bytes.count
            return nil
        }
        let line = Array(bytes[..<end])
        bytes.removeSubrange(...end)
        searched = 0
        return line
    }
}
