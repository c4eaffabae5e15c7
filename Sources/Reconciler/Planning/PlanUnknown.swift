package import Domain

/// Something of which a plan cannot say what would be done, and why.
package struct PlanUnknown: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case source
        case service
        /// A `service.json` that no service is known of.
        case definition
    }

    package let kind: Kind
    /// The name of the source or the service, or the path of the file.
    package let name: String
    /// One word of a closed list: a source's phase, a decision's reason, or a problem's kind.
    package let reason: String
    package let message: String

    init(_ kind: Kind, _ name: String, reason: String, message: String) {
        self.kind = kind
        self.name = name
        self.reason = reason
        self.message = message
    }

    package var json: JSONValue {
        .members([
            "kind": .string(kind.rawValue),
            "name": .string(name),
            "reason": .string(reason),
            "message": .string(message),
        ])
    }
}
