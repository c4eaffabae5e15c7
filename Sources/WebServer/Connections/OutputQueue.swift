internal import Platform

/// Bytes on their way out.
struct OutputQueue {
    private var chunks: [[UInt8]] = []
    private var sent = 0

    var isEmpty: Bool { chunks.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        if !bytes.isEmpty { chunks.append(bytes) }
    }

    /// Sends as much as the socket takes now; whether it took anything.
    mutating func send(to socket: borrowing Descriptor) throws(SystemError) -> Bool {
        var progress = false
        while let chunk = chunks.first {
            guard let count = try StreamSocket.send(chunk, from: sent, to: socket) else { return progress }
            progress = true
            sent += count
            guard sent == chunk.count else { continue }
            chunks.removeFirst()
            sent = 0
        }
        return progress
    }
}
