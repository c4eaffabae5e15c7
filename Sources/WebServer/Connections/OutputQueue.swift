internal import Platform

/// Bytes on their way out.
///
/// A piece that waits is shared with whoever else has it, not copied.
struct OutputQueue {
    private struct Piece {
        let bytes: [UInt8]
        /// Whether it went before others that waited.
        let isUrgent: Bool
    }

    private var pieces: [Piece] = []
    /// The first piece that is not wholly sent, and how much of it is.
    private var first = 0
    private var sent = 0
    /// How many bytes wait.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        pieces.append(Piece(bytes: bytes, isUrgent: false))
        count += bytes.count
    }

    /// Lets a piece go before all others but the one under way and earlier ones of its kind.
    mutating func insert(urgent bytes: [UInt8]) {
        var place = min(first + (sent > 0 ? 1 : 0), pieces.count)
        while place < pieces.count, pieces[place].isUrgent { place += 1 }
        pieces.insert(Piece(bytes: bytes, isUrgent: true), at: place)
        count += bytes.count
    }

    /// Forgets every piece of which nothing is sent; how many bytes they had.
    mutating func dropUnstarted() -> Int {
        let kept = min(first + (sent > 0 ? 1 : 0), pieces.count)
        let dropped = pieces[kept...].reduce(0) { $0 + $1.bytes.count }
        pieces.removeSubrange(kept...)
        count -= dropped
        if isEmpty { reset() }
        return dropped
    }

    /// Sends as much as the socket takes now; how many bytes that was.
    mutating func send(to socket: borrowing Descriptor) throws(SystemError) -> Int {
        var total = 0
        while !isEmpty {
            let batch = batch()
            guard let taken = try StreamSocket.send(batch.pieces, from: sent, to: socket) else { break }
            total += taken
            let isAll = taken == batch.count - sent
            advance(by: taken)
            guard isAll else { break }
        }
        return total
    }

    /// What to send next: some pieces go together, in one call, and how many bytes they have.
    private func batch() -> (pieces: [[UInt8]], count: Int) {
        var batch: [[UInt8]] = []
        var count = 0
        for piece in pieces[first...].prefix(OutputQueue.batchPieces) {
            batch.append(piece.bytes)
            count += piece.bytes.count
            if count >= OutputQueue.batchSize { break }
        }
        return (batch, count)
    }

    private mutating func advance(by taken: Int) {
        count -= taken
        sent += taken
        while first < pieces.count, sent >= pieces[first].bytes.count {
            sent -= pieces[first].bytes.count
            first += 1
        }
        if isEmpty {
            reset()
        } else if first > 64, first > pieces.count / 2 {
            pieces.removeSubrange(..<first)
            first = 0
        }
    }

    /// Gives the memory back: most connections have nothing to send most of the time.
    private mutating func reset() {
        pieces = []
        first = 0
        sent = 0
    }

    private static let batchSize = 65_536
    private static let batchPieces = 16
}
