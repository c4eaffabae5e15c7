extension DefinitionDecoder {
    mutating func steps() -> [StepDefinition]? {
        guard let items = reader.items(DefinitionKey.steps.rawValue, limit: DefinitionLimits.steps) else { return nil }
        return items.compactMap { step($0) }
    }

    private mutating func step(_ node: JSONNode) -> StepDefinition? {
        guard case .object(let members) = node.content else {
            return reader.wrong(node, "an item of \"steps\"", "an object with \"name\" and \"description\"")
        }
        var step = reader.reader(of: members)
        step.refuseUnknown(known: ["name", "description"], in: " in a step")
        if step.member("name") == nil { step.report("a step needs a \"name\"", at: node.position) }
        let name = step.text("name", limit: DefinitionLimits.label)
        let description = step.member("description").flatMap {
            step.prose($0.node, called: "a step's \"description\"", limit: DefinitionLimits.description)
        }
        reader.adopt(step)
        return name.map { StepDefinition(name: $0, description: description) }
    }

    mutating func environment() -> [EnvironmentVariable] {
        let members = reader.object(DefinitionKey.environment.rawValue, limit: DefinitionLimits.items) ?? []
        return members.compactMap { variable($0) }
    }

    private mutating func variable(_ member: JSONNode.Member) -> EnvironmentVariable? {
        if let why = DefinitionEnvironment.refusal(of: member.key) {
            reader.report("the variable \"\(member.key.shortened)\" in \"env\" \(why)", at: member.keyPosition)
        }
        let name = "\"\(member.key.shortened)\" in \"env\""
        if case .object(let inner) = member.node.content {
            return secret(inner, name, member.node).map { EnvironmentVariable(name: member.key, secret: $0) }
        }
        return reader.prose(member.node, called: name, limit: DefinitionLimits.value).map {
            EnvironmentVariable(name: member.key, value: $0)
        }
    }

    /// The name in `{"secret": "NAME"}`.
    private mutating func secret(_ members: [JSONNode.Member], _ variable: String, _ node: JSONNode) -> String? {
        guard members.map(\.key) == ["secret"] else {
            return reader.wrong(node, "\(variable) must be a string or {\"secret\": \"NAME\"}")
        }
        var inner = reader.reader(of: members)
        let name = inner.text("secret", limit: DefinitionLimits.label)
        reader.adopt(inner)
        return name
    }

    mutating func watch() -> [Placed<RelativePath>] {
        let items = reader.items(DefinitionKey.watch.rawValue, limit: DefinitionLimits.items) ?? []
        return items.compactMap { node in
            reader.path(node, called: "an item of \"watch\"").map { Placed(value: $0, position: node.position) }
        }
    }
}

/// Which variables a definition may set.
enum DefinitionEnvironment {
    private static let reserved: Set<String> = ["PATH", "DEPLOY_CONFIG_FILE"]
    private static let reservedPrefixes = ["LD_", "ANSIBLE_", "PYTHON", "RECONCILER_"]

    /// Why the name is refused, to follow the name; nil if it is not.
    static func refusal(of name: String) -> String? {
        guard name.utf8.count <= DefinitionLimits.label, let first = name.utf8.first, isLetter(first),
            name.utf8.allSatisfy({ isLetter($0) || isDigit($0) })
        else { return "must have a name of letters, digits and '_', not beginning with a digit" }
        if reserved.contains(name) || reservedPrefixes.contains(where: name.hasPrefix) {
            return "is reserved: PATH, LD_*, ANSIBLE_*, PYTHON*, RECONCILER_* and DEPLOY_CONFIG_FILE cannot be set"
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
