internal import Domain

/// Where a client's feed begins.
enum FeedStart: Equatable {
    /// With the first event behind this one; the client has all that were before.
    case after(Int64)
    /// What the client knows does not lead to what there is: it must look anew, and hears what follows this event.
    case reset(Int64)

    init(_ query: FeedQuery, at position: FeedPosition) {
        let isOtherStore = query.epoch.map { $0 != position.epoch } ?? false
        let after = query.after ?? position.last
        let isGone = after > position.last || after < position.oldest - 1
        self = isOtherStore || isGone ? .reset(position.last) : .after(after)
    }

    /// The event behind which the feed goes on.
    var sequence: Int64 {
        switch self {
        case .after(let sequence), .reset(let sequence): sequence
        }
    }
}
