internal import WebServer

/// What the conditions of a GET or HEAD say about an answer that could be given (RFC 9110 §13.2.2).
enum Precondition {
    /// It is to be given.
    case holds
    /// The client has it already: 304.
    case isKnown
    /// It is not what the client expects: 412.
    case failed

    /// - `tag`: The answer's strong entity tag; nil if it has none.
    init(_ request: HTTPRequest, tag: String?) {
        let expected = request.headers.list("If-Match")
        if !expected.isEmpty, !expected.contains(where: { $0 == "*" || $0 == tag }) {
            self = .failed
        } else if let tag, EntityTag.matches(request.headers.list("If-None-Match"), tag) {
            self = .isKnown
        } else {
            self = .holds
        }
    }

    /// What a failed one is answered.
    static let refusal = ProblemDetails(412, "this is not what If-Match expects")
}
