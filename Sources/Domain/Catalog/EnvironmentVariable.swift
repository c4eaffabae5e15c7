/// One variable of a run's environment, as the definition says it.
package struct EnvironmentVariable: Hashable, Sendable {
    package let name: String
    package let value: Value

    package enum Value: Hashable, Sendable {
        case text(String)
        /// The secret that the daemon's configuration knows by this name.
        case secret(String)
    }

    package init(name: String, value: String) {
        self.name = name
        self.value = .text(value)
    }

    package init(name: String, secret: String) {
        self.name = name
        self.value = .secret(secret)
    }

    /// The value as a definition writes it: a string, or `{"secret": "NAME"}`.
    package var json: JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .secret(let name): .members(["secret": .string(name)])
        }
    }
}
