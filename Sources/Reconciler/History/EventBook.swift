internal import Domain

/// How many bytes the events have, block by block, so that those which have been looked at once are not looked at again.
struct EventBook {
    /// How many events a block has; each begins with a multiple of it.
    static let block: Int64 = 64

    /// The sums of blocks that are full.
    private var sums: [Int64: Int64] = [:]

    /// The last event that has to go so that the others are within the limit; nil if none has to.
    ///
    /// - Parameters:
    ///   - kept: The events that are kept, by number.
    ///   - limit: How many bytes they may have.
    ///   - sizes: Looks at the events of a range.
    /// - Returns: The event's number.
    /// - Throws: What `sizes` throws.
    mutating func surplus(
        of kept: ClosedRange<Int64>,
        over limit: Int64,
        sizes: @Sendable (ClosedRange<Int64>) async throws -> [EventSize]
    ) async throws -> Int64? {
        forget(upTo: kept.lowerBound / Self.block)
        var left = limit
        var block = kept.upperBound / Self.block
        while block >= kept.lowerBound / Self.block {
            try Task.checkCancellation()
            let sum = try await sum(of: block, kept, sizes)
            guard sum <= left else { return last(in: try await sizes(Self.events(of: block)), over: left) }
            left -= sum
            block -= 1
        }
        return nil
    }

    private mutating func sum(
        of block: Int64,
        _ kept: ClosedRange<Int64>,
        _ sizes: @Sendable (ClosedRange<Int64>) async throws -> [EventSize]
    ) async throws -> Int64 {
        if let sum = sums[block] { return sum }
        let events = Self.events(of: block)
        let sum = try await sizes(events).reduce(0) { $0 + $1.bytes }
        // One of which a part is missing yet, or is not kept any more, comes to something else the next time.
        if kept.contains(events.lowerBound), kept.contains(events.upperBound) { sums[block] = sum }
        return sum
    }

    /// The newest of these events that is too many, where so many bytes of them may stay.
    private func last(in events: [EventSize], over limit: Int64) -> Int64? {
        var left = limit
        return events.last { event in
            left -= event.bytes
            return left < 0
        }?.seq
    }

    private mutating func forget(upTo block: Int64) { sums = sums.filter { $0.key >= block } }

    private static func events(of block: Int64) -> ClosedRange<Int64> {
        let first = block * Self.block
        return first...(first + Self.block - 1)
    }
}
