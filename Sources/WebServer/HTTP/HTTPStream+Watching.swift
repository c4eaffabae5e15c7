/// A body was broken off: the client must not take what it has for the whole.
package struct BrokenOff: Error, Hashable, CustomStringConvertible {
    package var description: String { "a body was broken off, because its client may not have it any more" }

    package init() {}
}

extension HTTPStream {
    /// The same bytes as long as `isAllowed` says yes; then the body is broken off, so that its client can tell that it
    /// is not whole (RFC 9112 §8).
    ///
    /// - Parameters:
    ///   - interval: How often it is asked while nothing comes.
    ///   - isAllowed: Whether the client may have more.
    /// - Returns: A body that ends with ``BrokenOff`` when it may not.
    package func watched(
        every interval: Duration = .seconds(2),
        _ isAllowed: @escaping @Sendable () async throws -> Bool
    ) -> HTTPStream {
        let next = next
        return HTTPStream(length: length) {
            try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
                group.addTask { try await next() }
                group.addTask {
                    while try await isAllowed() { try await Task.sleep(for: interval) }
                    throw BrokenOff()
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
    }
}
