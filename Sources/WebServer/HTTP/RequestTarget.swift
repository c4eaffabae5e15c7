/// What a request is about: its path and query, split and decoded (RFC 9112 §3.2).
package struct RequestTarget: Equatable, Sendable {
    /// One `name=value` of a query, decoded; `+` is a space.
    package struct QueryItem: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The target as sent.
    package let raw: String
    /// `host[:port]` of a target in absolute form.
    package let authority: String?
    /// The path, percent-encoded; `*` for a target that is nothing else, empty for that of CONNECT.
    package let path: String
    /// The path's parts between the slashes, decoded; a part may hold a slash, or be `..`.
    ///
    /// `/` has none, and `/a/` has an empty one after `a`.
    package let components: [String]
    package let query: [QueryItem]

    /// Reads a target.
    ///
    /// - Throws: 400 for characters that no target has, a bad percent-encoding, a zero byte, or no UTF-8.
    package init(_ text: String, method: String = "GET") throws(ParseFailure) {
        guard text.utf8.allSatisfy(CharacterClass.isTargetCharacter) else {
            throw ParseFailure(400, "the request target holds a character that must be percent-encoded")
        }
        raw = text
        if method == "CONNECT" {
            guard CharacterClass.isHostAndPort(text) else {
                throw ParseFailure(400, "the target of CONNECT is not a host and a port")
            }
            (authority, path, components, query) = (text, "", [], [])
            return
        }
        if text == "*", method == "OPTIONS" {
            (authority, path, components, query) = (nil, "*", [], [])
            return
        }
        let (authority, rest) = try RequestTarget.splitAuthority(text)
        self.authority = authority
        let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = String(rest[..<(mark ?? rest.endIndex)])
        components = try RequestTarget.components(of: path)
        query = try mark.map { rest[$0...].dropFirst() }.map(RequestTarget.items) ?? []
    }

    /// The authority of an absolute form, and what follows it, beginning with a slash.
    private static func splitAuthority(_ text: String) throws(ParseFailure) -> (String?, Substring) {
        guard !text.hasPrefix("/") else { return (nil, text[...]) }
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw ParseFailure(400, "the request target is neither a path nor an http URL")
        }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = String(rest[..<end])
        guard !authority.isEmpty, CharacterClass.isHost(authority) else {
            throw ParseFailure(400, "the host in the request target is not valid")
        }
        let path = rest[end...]
        return (authority, path.hasPrefix("/") ? path : "/" + path)
    }

    private static func components(of path: String) throws(ParseFailure) -> [String] {
        guard path != "/" else { return [] }
        var components: [String] = []
        for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            components.append(try PercentCoding.decode(Substring(part)))
        }
        return components
    }

    private static func items(of query: Substring) throws(ParseFailure) -> [QueryItem] {
        var items: [QueryItem] = []
        for part in query.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try PercentCoding.decode(sides[0], plusIsSpace: true)
            let value = try sides.count == 2 ? PercentCoding.decode(sides[1], plusIsSpace: true) : ""
            items.append(QueryItem(name: name, value: value))
        }
        return items
    }
}
