internal import Domain

/// Whether a client of the feed has to say who it is.
enum FeedAccess: Sendable {
    case open
    /// It has to, and may have done so in its request.
    case guarded(any FeedAdmission, token: String?)
}

/// What a client of the feed may hear.
struct FeedPass: Hashable, Sendable {
    /// The one service of which it may hear; nil for all.
    let service: ServiceName?
    let identity: Identity
}

/// Why a client may not follow the feed.
struct FeedRefusal: Error, Equatable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
