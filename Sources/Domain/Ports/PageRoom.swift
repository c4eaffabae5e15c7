/// What there still is room for on a page that is bounded by bytes; the first thing is always taken.
package struct PageRoom: Hashable, Sendable {
    private var left: Int
    private var isEmpty = true

    package init(_ bytes: Int) {
        left = bytes
    }

    /// Whether something of so many bytes comes on the page, too.
    package mutating func takes(_ bytes: Int) -> Bool {
        defer {
            left -= min(bytes, max(left, 0))
            isEmpty = false
        }
        if bytes > left, !isEmpty {
            left = 0
            return false
        }
        return true
    }
}

extension PageRoom {
    /// What is written around an event's data, in bytes.
    private static let head = 288

    /// Whether the event, as clients are told of it, comes on the page, too.
    package mutating func takes(_ event: EventRecord) -> Bool { takes(event.data.utf8.count + Self.head) }
}
