internal import Domain
internal import WebServer

/// What a client of the feed asks for in the address.
struct FeedQuery: Equatable {
    /// The last event that the client knows; nil for what comes from now on.
    let after: Int64?
    /// The store that it knows it from.
    let epoch: String?
    /// The one service that it wants to hear of.
    let service: ServiceName?

    init(after: Int64? = nil, epoch: String? = nil, service: ServiceName? = nil) {
        (self.after, self.epoch, self.service) = (after, epoch, service)
    }

    /// - Throws: 400 for what is no number, and no service's name.
    init(_ request: HTTPRequest) throws(ProblemDetails) {
        after = try request.query("after").map { text throws(ProblemDetails) in
            guard let number = DecimalNumber.parse(text) else {
                throw ProblemDetails(400, "after must be an event's seq")
            }
            return number
        }
        epoch = request.query("epoch")
        service = try request.query("service").map { text throws(ProblemDetails) in
            guard let name = ServiceName(text) else { throw ProblemDetails(400, "service must be a service's name") }
            return name
        }
    }
}
