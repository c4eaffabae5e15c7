extension DefinitionDecoder {
    /// The playbook and what Ansible is given with it.
    mutating func playbook(_ node: JSONNode) -> PlacedAction? {
        let path = reader.path(node, called: "\"ansible_playbook\"")
        let inventory = inventory()
        let limit = limit()
        let tags = tagList(.tags)
        let skipTags = tagList(.skipTags)
        let variables = extraVariables()
        let files = paths(.extraVariablesFiles)
        let requirements =
            reader.member(DefinitionKey.requirements.rawValue) == nil ? nil : paths(.requirements)
        let user = user()
        let vaultIDs = vaultIDs()
        let forks = reader.integer(DefinitionKey.forks.rawValue, within: DefinitionLimits.forks)
        guard let path else { return nil }
        let playbook = ServiceDefinition.Playbook(
            path: path,
            inventory: inventory.map(\.value),
            limit: limit,
            tags: tags,
            skipTags: skipTags,
            extraVariables: variables,
            extraVariablesFiles: files.map(\.value),
            user: user,
            vaultIDs: vaultIDs,
            forks: forks.map(Int.init),
            requirements: requirements?.map(\.value)
        )
        return PlacedAction(
            value: .playbook(playbook),
            position: node.position,
            inventory: inventory.map(\.position),
            extraVariablesFiles: files.map(\.position),
            requirements: requirements?.map(\.position) ?? []
        )
    }

    private mutating func inventory() -> [Placed<RelativePath>] {
        guard let node = node(.inventory) else { return [] }
        guard case .array = node.content else { return [inventory(node, "\"inventory\"")].compactMap(\.self) }
        guard let items = reader.items(DefinitionKey.inventory.rawValue, limit: DefinitionLimits.inventories) else {
            return []
        }
        if items.isEmpty { reader.report("\"inventory\" is empty", at: node.position) }
        return items.compactMap { inventory($0, "an item of \"inventory\"") }
    }

    private mutating func inventory(_ node: JSONNode, _ name: String) -> Placed<RelativePath>? {
        reader.path(node, called: name).map { Placed(value: $0, position: node.position) }
    }

    private mutating func limit() -> String? {
        guard let node = node(.limit) else { return nil }
        guard let text = reader.text(node, called: "\"limit\"", limit: DefinitionLimits.pattern) else { return nil }
        guard !text.hasPrefix("-") else {
            return reader.wrong(node, "\"limit\" must not begin with '-', like an option")
        }
        guard !text.hasPrefix("@") else {
            return reader.wrong(node, "\"limit\" must name hosts or groups, not a file of them")
        }
        return text
    }

    /// Tags as a list, or as a string with commas between them.
    private mutating func tagList(_ key: DefinitionKey) -> [String] {
        guard let node = node(key) else { return [] }
        let name = "\"\(key.rawValue)\""
        guard case .string = node.content else {
            let items = reader.items(key.rawValue, limit: DefinitionLimits.items) ?? []
            return items.compactMap { tag($0, "an item of \(name)") }
        }
        guard let text = reader.text(node, called: name, limit: DefinitionLimits.pattern) else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(DefinitionDecoder.trimmed)
        guard parts.count <= DefinitionLimits.items, parts.allSatisfy(DefinitionDecoder.isTag) else {
            reader.report(
                "\(name) must be tags with commas between them, none of them empty or beginning with '-'",
                at: node.position
            )
            return []
        }
        return parts
    }

    private mutating func tag(_ node: JSONNode, _ name: String) -> String? {
        guard let text = reader.text(node, called: name, limit: DefinitionLimits.label) else { return nil }
        guard DefinitionDecoder.isTag(text), !text.contains(",") else {
            return reader.wrong(
                node,
                "\(name) must be one tag, without commas or spaces around it, not beginning with '-'"
            )
        }
        return text
    }

    private static func isTag(_ text: String) -> Bool {
        (1...DefinitionLimits.label).contains(text.unicodeScalars.count) && !text.hasPrefix("-") && !text.hasPrefix(" ")
            && !text.hasSuffix(" ")
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }

    private mutating func extraVariables() -> JSONObject {
        let key = DefinitionKey.extraVariables.rawValue
        let members = reader.object(key, limit: DefinitionLimits.variables) ?? []
        for member in members where member.key.isEmpty {
            reader.report("a variable in \"\(key)\" has no name", at: member.keyPosition)
        }
        return JSONObject(members.map { JSONObject.Member($0.key, $0.node.value) })
    }

    private mutating func paths(_ key: DefinitionKey) -> [Placed<RelativePath>] {
        let key = key.rawValue
        return (reader.items(key, limit: DefinitionLimits.ansibleFiles) ?? []).compactMap { node in
            reader.path(node, called: "an item of \"\(key)\"").map { Placed(value: $0, position: node.position) }
        }
    }

    /// A login name, which Ansible would take for a template if it looked like one.
    private mutating func user() -> String? {
        guard let node = node(.user) else { return nil }
        guard let text = reader.text(node, called: "\"user\"", limit: DefinitionLimits.label) else { return nil }
        guard !text.hasPrefix("-"), !text.unicodeScalars.contains(where: { " \"'{}".unicodeScalars.contains($0) })
        else {
            return reader.wrong(
                node,
                "\"user\" must be a login name, without spaces, quotes and braces, not beginning with '-'"
            )
        }
        return text
    }

    private mutating func vaultIDs() -> [VaultID] {
        let items = reader.items(DefinitionKey.vaultIDs.rawValue, limit: DefinitionLimits.ansibleFiles) ?? []
        return items.compactMap { vaultID($0) }
    }

    private mutating func vaultID(_ node: JSONNode) -> VaultID? {
        guard case .object(let members) = node.content else {
            return reader.wrong(node, "an item of \"vault_ids\"", "an object with \"id\" and \"secret\"")
        }
        var item = reader.reader(of: members)
        item.refuseUnknown(known: ["id", "secret"], in: " in an item of \"vault_ids\"")
        for key in ["id", "secret"] where item.member(key) == nil {
            item.report("an item of \"vault_ids\" needs a \"\(key)\"", at: node.position)
        }
        let id = item.member("id").flatMap { item.vaultID($0.node) }
        let secret = item.text("secret", limit: DefinitionLimits.label)
        reader.adopt(item)
        guard let id, let secret else { return nil }
        return VaultID(id: id, secret: secret)
    }
}

extension DefinitionReader {
    fileprivate mutating func vaultID(_ node: JSONNode) -> String? {
        guard let id = text(node, called: "\"id\"", limit: DefinitionLimits.label) else { return nil }
        guard VaultID.isID(id) else {
            return wrong(node, "the \"id\" of a vault must be \(VaultID.rule), found \"\(id.shortened)\"")
        }
        return id
    }
}
