internal import Domain
internal import WebServer

/// How much of a list is asked for, and from where.
struct ListQuery {
    /// 1 to 500; 50 unless asked otherwise.
    let limit: Int
    let cursor: String?

    /// - Throws: 400 for a limit out of range.
    init(_ request: HTTPRequest) throws(ProblemDetails) {
        let text = request.query("limit") ?? "50"
        guard let limit = DecimalNumber.parse(text).map({ Int($0) }), (1...500).contains(limit) else {
            throw ProblemDetails(400, "limit must be a number from 1 to 500")
        }
        self.limit = limit
        cursor = request.query("cursor")
    }

    /// The cursor of a list that is sorted by name.
    func name() throws(ProblemDetails) -> ServiceName? {
        guard let cursor else { return nil }
        guard let name = ServiceName(cursor) else { throw Self.badCursor }
        return name
    }

    /// The cursor of a list that is sorted by the names of users.
    func userName() throws(ProblemDetails) -> UserName? {
        guard let cursor else { return nil }
        guard let name = UserName(cursor) else { throw Self.badCursor }
        return name
    }

    /// The cursor of a list that is sorted by number.
    func number() throws(ProblemDetails) -> Int64? {
        guard let cursor else { return nil }
        guard let number = DecimalNumber.parse(cursor) else { throw Self.badCursor }
        return number
    }

    private static let badCursor = ProblemDetails(400, "cursor must be what `next` of the list before said")
}
