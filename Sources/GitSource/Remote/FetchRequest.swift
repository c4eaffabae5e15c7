internal import Domain

/// What the daemon asks of the child process that talks to a remote: one line of JSON.
enum FetchRequest: Sendable {
    case list(RemoteAddress)
    /// Refspecs into the bare repository at a path.
    case fetch(RemoteAddress, refspecs: [String], repository: String)

    /// How long a request or an answer may be, in bytes: 200,000 refs of 256 bytes.
    static let limit = 64 << 20

    var json: JSONValue {
        switch self {
        case .list(let address): .members(["do": .string("list"), "remote": address.json])
        case .fetch(let address, let refspecs, let repository):
            .members([
                "do": .string("fetch"), "remote": address.json,
                "refspecs": .array(refspecs.map(JSONValue.string)), "repository": .string(repository),
            ])
        }
    }

    init?(json: JSONValue) {
        guard let address = json["remote"].flatMap({ RemoteAddress(json: $0) }) else { return nil }
        switch json["do"]?.string {
        case "list": self = .list(address)
        case "fetch":
            guard let refspecs = json["refspecs"]?.array, let repository = json["repository"]?.string else {
                return nil
            }
            self = .fetch(address, refspecs: refspecs.compactMap(\.string), repository: repository)
        default: return nil
        }
    }
}

/// What the child process answers: one line of JSON.
enum FetchAnswer: Sendable {
    case refs(RemoteRefs)
    case fetched
    case failed(GitError)

    var json: JSONValue {
        switch self {
        case .refs(let refs): .members(["refs": refs.json])
        case .fetched: .members(["fetched": .bool(true)])
        case .failed(let error):
            .members([
                "error": .members([
                    "task": .string(error.task), "code": .integer(error.code), "category": .integer(error.category),
                    "message": .string(error.message),
                ])
            ])
        }
    }

    init?(json: JSONValue) {
        if let refs = json["refs"].flatMap({ RemoteRefs(json: $0) }) {
            self = .refs(refs)
        } else if json["fetched"]?.bool == true {
            self = .fetched
        } else if let error = json["error"], let task = error["task"]?.string, let message = error["message"]?.string {
            let (code, category) = (error["code"]?.integer ?? 0, error["category"]?.integer ?? 0)
            self = .failed(
                GitError(
                    task: task,
                    code: Int32(truncatingIfNeeded: code),
                    category: Int32(truncatingIfNeeded: category),
                    message: message
                )
            )
        } else {
            return nil
        }
    }
}
