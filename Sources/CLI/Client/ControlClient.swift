internal import Domain

/// Something that answers as the control socket does.
protocol ControlClient: Sendable {
    /// What there is at `path`.
    ///
    /// - Throws: ``CommandFailure``, with what is said to be wrong.
    func get(_ path: String, _ query: Query) async throws -> JSONValue

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue
}

extension ControlClient {
    /// Parts of a URL's query; those without a value are left out.
    typealias Query = [(key: String, value: String?)]

    /// The items of a list, page by page until there are `limit` of them.
    func list(_ path: String, limit: Int = .max, _ query: Query = []) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let size = min(500, limit - items.count)
            let page = try await get(path, query + [("limit", "\(size)"), ("cursor", cursor)])
            items += page["items"]?.array ?? []
            cursor = page["next"]?.string
        } while cursor != nil && items.count < limit
        return items
    }
}
