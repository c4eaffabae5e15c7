/// The members of one JSON object, read one by one, and everything that was wrong with them.
///
/// A value that is missing and one that is wrong are both nil; the wrong one has left a problem.
struct DefinitionReader {
    private let path: RepositoryPath
    private let members: [String: JSONNode.Member]
    private(set) var problems: [Problem] = []
    /// How many problems may be listed; whoever has broken more learns it when these are mended.
    private let room: Int

    init(_ members: [JSONNode.Member], in path: RepositoryPath, room: Int = DefinitionLimits.problems) {
        self.path = path
        self.room = room
        self.members = Dictionary(members.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func member(_ key: String) -> JSONNode.Member? { members[key] }

    private var isFull: Bool { problems.count >= room }

    mutating func report(_ message: String, at position: TextPosition) {
        guard !isFull else { return }
        problems.append(Problem(.invalidDefinition, path: path, position: position, message: message))
    }

    /// Reports every key that is not among `known`.
    mutating func refuseUnknown(known: [String], later: [String] = [], in place: String = "") {
        for member in members.values.sorted(by: { $0.keyPosition < $1.keyPosition }) {
            guard !isFull else { return }
            guard !known.contains(member.key) else { continue }
            if later.contains(member.key) {
                report("\"\(member.key)\" is not supported yet", at: member.keyPosition)
            } else {
                let hint = NearestWord.hint(member.key, among: known + later)
                report("unknown key \"\(member.key.shortened)\"\(place)\(hint)", at: member.keyPosition)
            }
        }
    }

    mutating func text(_ key: String, limit: Int) -> String? {
        guard let member = members[key] else { return nil }
        return text(member.node, called: "\"\(key)\"", limit: limit)
    }

    /// A string of 1 to `limit` characters without control characters.
    mutating func text(_ node: JSONNode, called name: String, limit: Int) -> String? {
        guard case .string(let text) = node.content else { return wrong(node, name, "a string") }
        guard (1...limit).contains(text.unicodeScalars.count) else {
            return wrong(node, "\(name) must have 1 to \(limit) characters, found \(text.unicodeScalars.count)")
        }
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            return wrong(node, "\(name) must not hold control characters")
        }
        return text
    }

    /// A text that may be empty and have several lines.
    mutating func prose(_ node: JSONNode, called name: String, limit: Int) -> String? {
        guard case .string(let text) = node.content else { return wrong(node, name, "a string") }
        guard text.unicodeScalars.count <= limit else {
            return wrong(node, "\(name) must have at most \(limit) characters, found \(text.unicodeScalars.count)")
        }
        guard !text.utf8.contains(0) else { return wrong(node, "\(name) must not hold a NUL character") }
        return text
    }

    mutating func bool(_ key: String) -> Bool? {
        guard let node = members[key]?.node else { return nil }
        guard case .bool(let value) = node.content else { return wrong(node, "\"\(key)\"", "true or false") }
        return value
    }

    mutating func items(_ key: String, limit: Int) -> [JSONNode]? {
        guard let node = members[key]?.node else { return nil }
        guard case .array(let items) = node.content else { return wrong(node, "\"\(key)\"", "an array") }
        guard items.count <= limit else {
            return wrong(node, "\"\(key)\" must have at most \(limit) items, found \(items.count)")
        }
        return items
    }

    mutating func object(_ key: String, limit: Int) -> [JSONNode.Member]? {
        guard let node = members[key]?.node else { return nil }
        guard case .object(let members) = node.content else { return wrong(node, "\"\(key)\"", "an object") }
        guard members.count <= limit else {
            return wrong(node, "\"\(key)\" must have at most \(limit) members, found \(members.count)")
        }
        return members
    }

    /// A duration in milliseconds.
    mutating func duration(_ key: String, within range: ClosedRange<Int64>) -> Int64? {
        guard let node = members[key]?.node else { return nil }
        guard case .string(let text) = node.content else {
            return wrong(node, "\"\(key)\"", "a duration, for example \"90s\" or \"1h30m\"")
        }
        guard let milliseconds = DurationText.milliseconds(text) else {
            return wrong(
                node,
                "\"\(key)\" must be a duration of h, m, s and ms, for example \"1h30m\", found \"\(text.shortened)\""
            )
        }
        guard range.contains(milliseconds) else {
            let (low, high) = (range.lowerBound, range.upperBound)
            let bounds = "\(DurationText.text(milliseconds: low)) to \(DurationText.text(milliseconds: high))"
            return wrong(node, "\"\(key)\" must be \(bounds), found \"\(text.shortened)\"")
        }
        return milliseconds
    }

    mutating func integer(_ key: String, within range: ClosedRange<Int64>) -> Int64? {
        guard let node = members[key]?.node else { return nil }
        guard let value = node.value.integer, range.contains(value) else {
            return wrong(node, "\"\(key)\"", "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    mutating func path(_ node: JSONNode, called name: String) -> RelativePath? {
        guard case .string(let text) = node.content else { return wrong(node, name, "a path, as a string") }
        do {
            let path = try RelativePath(text)
            guard !text.hasPrefix("-") else {
                return wrong(node, "\(name) must not begin with '-', like an option; write \"./\(text.shortened)\"")
            }
            return path
        } catch {
            return wrong(node, "\(name): \(error)")
        }
    }

    /// Reports a value that is not what it must be; always nil.
    mutating func wrong<Value>(_ node: JSONNode, _ name: String, _ wanted: String) -> Value? {
        wrong(node, "\(name) must be \(wanted), found \(node.kind)")
    }

    mutating func wrong<Value>(_ node: JSONNode, _ message: String) -> Value? {
        report(message, at: node.position)
        return nil
    }

    /// Takes over what another reader of the same file found.
    mutating func adopt(_ other: DefinitionReader) { problems += other.problems }

    /// A reader of an object inside this one.
    func reader(of members: [JSONNode.Member]) -> DefinitionReader {
        DefinitionReader(members, in: path, room: room - problems.count)
    }
}

extension UnicodeScalar {
    fileprivate var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

extension String {
    /// At most 80 characters of a text from outside, for messages.
    var shortened: String { unicodeScalars.count <= 80 ? self : String(unicodeScalars.prefix(79)) + "…" }
}
