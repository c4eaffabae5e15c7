/// Reads a `service.json`: everything that the text alone can tell.
///
/// What the paths in it lead to is another's to check.
package struct DefinitionDecoder {
    /// The name of the file that makes a folder a service.
    package static let fileName = "service.json"

    var reader: DefinitionReader
    private let root: JSONNode

    /// Reads the definition in `folder`, and reports all of its problems at once.
    package static func decode(_ node: JSONNode, at folder: RepositoryPath) -> DefinitionDecoding {
        let path = folder.appending(fileName)
        guard case .object(let members) = node.content else {
            let message = "a definition must be an object, found \(node.kind)"
            let problem = Problem(.invalidDefinition, path: path, position: node.position, message: message)
            return .problems(name: nil, [problem])
        }
        var decoder = DefinitionDecoder(reader: DefinitionReader(members, in: path), root: node)
        return decoder.decode()
    }

    private mutating func decode() -> DefinitionDecoding {
        reader.refuseUnknown(
            known: DefinitionKey.allCases.map(\.rawValue),
            later: LaterDefinitionKey.allCases.map(\.rawValue)
        )
        let name = name()
        let description = description()
        let version = reader.text(DefinitionKey.version.rawValue, limit: DefinitionLimits.version)
        let action = action()
        let steps = steps()
        let environment = environment()
        let watch = watch()
        let dependencies = dependencies(of: name?.value)
        let policy = policy()
        guard reader.problems.isEmpty, let name, let action else {
            return .problems(name: name?.value, reader.problems.sorted(by: DefinitionDecoder.isBefore))
        }
        let definition = ServiceDefinition(
            name: name.value,
            description: description,
            version: version,
            action: action.value,
            steps: steps,
            environment: environment,
            watch: watch.map(\.value),
            dependsOn: dependencies.map(\.value),
            timeout: policy.timeout,
            retry: policy.retry,
            suspend: policy.suspend,
            data: root.value
        )
        return .decoded(
            DecodedDefinition(
                definition: definition,
                positions: DesiredService.Positions(name: name.position, dependsOn: dependencies.map(\.position)),
                pathPositions: DecodedDefinition.PathPositions(
                    action: action.position,
                    inventory: action.inventory,
                    extraVariablesFiles: action.extraVariablesFiles,
                    requirements: action.requirements,
                    watch: watch.map(\.position)
                )
            )
        )
    }

    /// A value and where it stands.
    struct Placed<Value> {
        let value: Value
        let position: TextPosition
    }

    func node(_ key: DefinitionKey) -> JSONNode? { reader.member(key.rawValue)?.node }

    private mutating func name() -> Placed<ServiceName>? {
        guard let node = node(.name) else {
            reader.report("\"name\" is missing", at: root.position)
            return nil
        }
        guard case .string(let text) = node.content else { return reader.wrong(node, "\"name\"", "a string") }
        guard let name = ServiceName(text) else {
            return reader.wrong(node, "\"name\" must be \(ServiceName.rule), found \"\(text.shortened)\"")
        }
        return Placed(value: name, position: node.position)
    }

    private mutating func description() -> String? {
        guard let node = node(.description) else { return nil }
        return reader.prose(node, called: "\"description\"", limit: DefinitionLimits.description)
    }

    /// What the run does, from the one of the two keys that must be there.
    private mutating func action() -> PlacedAction? {
        switch (reader.member(DefinitionKey.deployScript.rawValue), node(.ansiblePlaybook)) {
        case (nil, nil):
            reader.report("one of \"deploy_script\" and \"ansible_playbook\" is needed", at: root.position)
            return nil
        case (let script?, .some):
            reader.report(
                "\"deploy_script\" and \"ansible_playbook\" exclude each other; keep one",
                at: script.keyPosition
            )
            return nil
        case (let script?, nil):
            refuseAnsibleKeys()
            return reader.path(script.node, called: "\"deploy_script\"").map {
                PlacedAction(value: .script($0), position: script.node.position)
            }
        case (nil, let playbook?):
            return self.playbook(playbook)
        }
    }

    private mutating func refuseAnsibleKeys() {
        for key in DefinitionKey.onlyForAnsible {
            guard let member = reader.member(key.rawValue) else { continue }
            reader.report("\"\(key.rawValue)\" is only for \"ansible_playbook\"", at: member.keyPosition)
        }
    }

    private static func isBefore(_ left: Problem, _ right: Problem) -> Bool {
        let start = TextPosition(line: 0, column: 0)
        return (left.position ?? start) < (right.position ?? start)
    }
}

/// What a run does, and where its paths stand.
struct PlacedAction {
    let value: ServiceDefinition.Action
    let position: TextPosition
    var inventory: [TextPosition] = []
    var extraVariablesFiles: [TextPosition] = []
    var requirements: [TextPosition] = []
}
