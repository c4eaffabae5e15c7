internal import Domain

/// The body of a request on the control socket: one JSON object with known keys.
struct ControlBody {
    private let object: JSONObject

    /// - Throws: 400 for what is no object, or has another key than `keys`.
    init(_ bytes: [UInt8], keys: Set<String>) throws(ProblemDetails) {
        guard let node = try? JSONParser.parse(bytes, limits: .file), let object = node.value.object else {
            throw ProblemDetails(400, "the body must be a JSON object")
        }
        if let unknown = object.members.first(where: { !keys.contains($0.key) }) {
            let known = keys.sorted().joined(separator: ", ")
            throw ProblemDetails(400, "unknown key '\(unknown.key)'; known: \(known)")
        }
        self.object = object
    }

    func serviceName(_ key: String) throws(ProblemDetails) -> ServiceName {
        guard let text = object[key]?.string, let name = ServiceName(text) else {
            throw ProblemDetails(400, "\(key) must be a service's name: \(ServiceName.rule)")
        }
        return name
    }

    /// None for null and none.
    func serviceNames(_ key: String) throws(ProblemDetails) -> [ServiceName] {
        guard let value = object[key], value != .null else { return [] }
        guard let items = value.array else { throw ProblemDetails(400, "\(key) must be a list of services' names") }
        var names: [ServiceName] = []
        for item in items {
            guard let name = item.string.flatMap({ ServiceName($0) }) else {
                throw ProblemDetails(400, "\(item.text()) is not a service's name: \(ServiceName.rule)")
            }
            names.append(name)
        }
        return names
    }

    /// Nil for null and none.
    func revision(_ key: String) throws(ProblemDetails) -> Revision? {
        guard let value = object[key], value != .null else { return nil }
        if let revision = value.string.flatMap(Revision.init) { return revision }
        throw ProblemDetails(400, "\(value.text()) is no revision: a commit's id in full, in lower case")
    }

    func sourceName(_ key: String) throws(ProblemDetails) -> SourceName {
        guard let text = object[key]?.string, let name = SourceName(text) else {
            throw ProblemDetails(400, "\(key) must be a source's name: \(ServiceName.rule)")
        }
        return name
    }

    func deployment(_ key: String) throws(ProblemDetails) -> Deployment.ID {
        guard let number = object[key]?.integer, number > 0 else {
            throw ProblemDetails(400, "\(key) must be a deployment's number")
        }
        return Deployment.ID(number)
    }

    func has(_ key: String) -> Bool { object[key].map { $0 != .null } ?? false }

    /// Nil for null and none.
    func bool(_ key: String) throws(ProblemDetails) -> Bool? {
        guard let value = object[key], value != .null else { return nil }
        guard let bool = value.bool else { throw ProblemDetails(400, "\(key) must be true or false") }
        return bool
    }

    /// An id, written as a number or as a text.
    func idText(_ key: String) -> String? { object[key]?.string ?? object[key]?.integer.map { String($0) } }

    /// A text of at most so many scalars; nil for an empty one, null, or none.
    func text(_ key: String, atMost limit: Int) throws(ProblemDetails) -> String? {
        guard let value = object[key], value != .null else { return nil }
        guard let text = value.string else { throw ProblemDetails(400, "\(key) must be a text") }
        guard text.unicodeScalars.count <= limit else {
            throw ProblemDetails(400, "\(key) must not be longer than \(limit) characters")
        }
        return text.isEmpty ? nil : text
    }
}
