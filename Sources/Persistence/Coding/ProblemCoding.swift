internal import Domain

extension JSONValue {
    /// Problems as they are stored: one array.
    static func problems(_ problems: [Problem]) -> JSONValue {
        .array(problems.map(JSONValue.problem))
    }

    private static func problem(_ problem: Problem) -> JSONValue {
        .members([
            "kind": .string(problem.kind.rawValue),
            "severity": .string(problem.severity.rawValue),
            "path": .string(problem.path.text),
            "position": .optional(problem.position, JSONValue.position),
            "message": .string(problem.message),
        ])
    }

    /// Nil unless it is what ``problems(_:)`` makes.
    var problems: [Problem]? { array?.allOrNil(\.problem) }

    private var problem: Problem? {
        guard let kind = self["kind"]?.string.flatMap(Problem.Kind.init(rawValue:)),
            let severity = self["severity"]?.string.flatMap(Problem.Severity.init(rawValue:)),
            let path = self["path"]?.string, let message = self["message"]?.string
        else { return nil }
        return Problem(
            kind,
            path: RepositoryPath(storedText: path),
            position: self["position"]?.position,
            message: message,
            severity: severity
        )
    }
}
