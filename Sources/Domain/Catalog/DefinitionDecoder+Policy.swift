extension DefinitionDecoder {
    /// The keys that say when and how often, never what.
    struct Policy {
        let timeout: Int64
        let retry: RetryPolicy
        let suspend: Bool
    }

    mutating func policy() -> Policy {
        Policy(
            timeout: reader.duration(DefinitionKey.timeout.rawValue, within: DefinitionLimits.timeout)
                ?? ServiceDefinition.defaultTimeout,
            retry: retry(),
            suspend: reader.bool(DefinitionKey.suspend.rawValue) ?? false
        )
    }

    private mutating func retry() -> RetryPolicy {
        guard let node = node(.retry), let members = reader.object(DefinitionKey.retry.rawValue, limit: .max) else {
            return .default
        }
        var retry = reader.reader(of: members)
        retry.refuseUnknown(known: ["limit", "backoff", "max_backoff"], in: " in \"retry\"")
        let limit = retry.integer("limit", within: 0...Int64(DefinitionLimits.retries))
        let backoff = retry.duration("backoff", within: DefinitionLimits.backoff)
        let maximum = retry.duration("max_backoff", within: DefinitionLimits.backoff)
        let policy = RetryPolicy(
            limit: limit.map(Int.init) ?? RetryPolicy.default.limit,
            backoff: backoff ?? min(RetryPolicy.default.backoff, maximum ?? .max),
            maximumBackoff: maximum ?? max(RetryPolicy.default.maximumBackoff, backoff ?? 0)
        )
        if policy.maximumBackoff < policy.backoff {
            retry.report("\"max_backoff\" must not be shorter than \"backoff\"", at: node.position)
        }
        reader.adopt(retry)
        return policy
    }

    /// The services that come first; `name` is the service's own.
    mutating func dependencies(of name: ServiceName?) -> [Placed<ServiceName>] {
        var found: [Placed<ServiceName>] = []
        for node in reader.items(DefinitionKey.dependsOn.rawValue, limit: DefinitionLimits.items) ?? [] {
            guard let dependency = dependency(node) else { continue }
            if dependency == name {
                reader.report("the service depends on itself", at: node.position)
            } else if found.contains(where: { $0.value == dependency }) {
                reader.report("\"\(dependency)\" is twice in \"depends_on\"", at: node.position)
            } else {
                found.append(Placed(value: dependency, position: node.position))
            }
        }
        return found
    }

    private mutating func dependency(_ node: JSONNode) -> ServiceName? {
        guard case .string(let text) = node.content else {
            return reader.wrong(node, "an item of \"depends_on\"", "a service's name")
        }
        guard let name = ServiceName(text) else {
            return reader.wrong(
                node,
                "\"\(text.shortened)\" in \"depends_on\" is no service's name: \(ServiceName.rule)"
            )
        }
        return name
    }
}
