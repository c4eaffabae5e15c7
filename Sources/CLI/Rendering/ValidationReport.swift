internal import Domain
internal import Reconciler

/// Everything that is wrong with what a revision or a working tree defines.
struct ValidationReport {
    /// Sorted by path and place.
    let problems: [Problem]
    /// How many definitions there are, broken ones included.
    let definitions: Int

    /// - Parameters:
    ///   - state: What is defined.
    ///   - further: What was found elsewhere.
    /// - Throws: What keeps the plan from being made.
    init(_ state: DesiredState, _ further: [Problem] = []) throws {
        definitions = state.definitions.files.values.count { !$0.isSubmodule }
        let found = try OfflinePlan.report(from: nil, to: state).problems
        let all = Set(found + Self.unseenDependencies(in: state.definitions) + further)
        problems = all.sorted { ($0.path, $0.place, $0.message) < ($1.path, $1.place, $1.message) }
    }

    var errors: Int { problems.count { $0.severity == .error } }

    var json: JSONValue {
        .members([
            "definitions": .integer(definitions), "errors": .integer(errors),
            "problems": .array(problems.map(Self.json)),
        ])
    }

    /// A dependency that this repository does not define may come from another source, so it is a warning.
    private static func unseenDependencies(in definitions: DefinitionIndex) -> [Problem] {
        let names = Set(definitions.names)
        return definitions.files.keys.compactMap { definitions.valid(in: $0) }.flatMap { desired in
            desired.definition.dependsOn.enumerated().filter { !names.contains($0.element) }.map { index, name in
                let positions = desired.positions.dependsOn
                return Problem(
                    .unknownDependency,
                    path: desired.folder.appending("service.json"),
                    position: positions.indices.contains(index) ? positions[index] : nil,
                    message: "depends on '\(name)', which is not defined here; another source must define it",
                    severity: .warning
                )
            }
        }
    }

    private static func json(_ problem: Problem) -> JSONValue {
        .members([
            "kind": .string(problem.kind.rawValue), "severity": .string(problem.severity.rawValue),
            "path": .string(problem.path.text),
            "line": .optional(problem.position?.line) { .integer($0) },
            "column": .optional(problem.position?.column) { .integer($0) },
            "message": .string(problem.message),
        ])
    }
}

extension Problem {
    /// Its place in the file; the whole file comes first.
    fileprivate var place: TextPosition { position ?? TextPosition(line: 0, column: 0) }
}
