/// Something that is wrong with a definition, and where.
package struct Problem: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        case error
        case warning
    }

    /// The closed list of what can be wrong.
    package enum Kind: String, CaseIterable, Sendable {
        /// The file is not what a definition must be: syntax, keys, types, values.
        case invalidDefinition = "invalid_definition"
        /// What the definition names is missing, of the wrong kind, or outside of the source.
        case invalidContent = "invalid_content"
        /// Something that a playbook names is in the source and not covered; only `validate` looks for it.
        case notCovered = "not_covered"
        /// Another definition owns or claims the name.
        case duplicateName = "duplicate_name"
        case unknownDependency = "unknown_dependency"
        case dependencyCycle = "dependency_cycle"
    }

    package let kind: Kind
    package let severity: Severity
    /// The file: the definition, or what it covers.
    package let path: RepositoryPath
    package let position: TextPosition?
    package let message: String

    package init(
        _ kind: Kind,
        path: RepositoryPath,
        position: TextPosition? = nil,
        message: String,
        severity: Severity = .error
    ) {
        self.kind = kind
        self.severity = severity
        self.path = path
        self.position = position
        self.message = message
    }

    /// `path:line:column: message`, as compilers write it.
    package var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        let prefix = severity == .warning ? "warning: " : ""
        return "\(path)\(place): \(prefix)\(message)"
    }
}
