internal import Glibc

/// What one read of a non-blocking descriptor found.
package enum ReadResult: Equatable, Sendable {
    case bytes([UInt8])
    case wouldBlock
    case end
}

extension Descriptor {
    /// The next bytes, at most `count`; empty at the end.
    ///
    /// Waits for a blocking descriptor.
    package func read(upTo count: Int) throws(SystemError) -> [UInt8] {
        try filled(count, "read descriptor \(number)") { Glibc.read(number, $0, $1) }
    }

    /// The next bytes of a descriptor that is non-blocking, without waiting.
    package func readAvailable(upTo count: Int) throws(SystemError) -> ReadResult {
        do {
            let bytes = try read(upTo: count)
            return bytes.isEmpty ? .end : .bytes(bytes)
        } catch  where error.code == EAGAIN {
            return .wouldBlock
        }
    }

    /// The bytes at `offset`, at most `count`, without moving the file's own offset; empty beyond its end.
    package func pread(upTo count: Int, at offset: Int64) throws(SystemError) -> [UInt8] {
        try filled(count, "read descriptor \(number) at \(offset)") { Glibc.pread(number, $0, $1, off_t(offset)) }
    }

    /// Everything from here to the end, or EFBIG when that is more than `limit` bytes.
    package func readAll(limit: Int) throws(SystemError) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try read(upTo: min(65_536, limit - all.count + 1))
            if bytes.isEmpty { return all }
            all += bytes
            guard all.count <= limit else {
                throw SystemError(code: EFBIG, action: "read descriptor \(number) within \(limit) bytes")
            }
        }
    }

    /// The file's length in bytes.
    package func size() throws(SystemError) -> Int64 {
        var information = stat()
        try systemCall("look at descriptor \(number)") { fstat(number, &information) }
        return Int64(information.st_size)
    }

    private func filled(
        _ count: Int,
        _ action: @autoclosure () -> String,
        _ call: (UnsafeMutableRawPointer, Int) -> Int
    ) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(1, count))
        let length = try systemCall(action()) {
            bytes.withUnsafeMutableBytes { buffer in buffer.baseAddress.map { call($0, buffer.count) } ?? 0 }
        }
        bytes.removeSubrange(length...)
        return bytes
    }
}
