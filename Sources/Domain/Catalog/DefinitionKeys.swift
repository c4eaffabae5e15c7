/// The keys of a definition, as the file writes them.
package enum DefinitionKey: String, CaseIterable, Sendable {
    case name
    case description
    case version
    case deployScript = "deploy_script"
    case ansiblePlaybook = "ansible_playbook"
    case inventory
    case limit
    case tags
    case skipTags = "skip_tags"
    case extraVariables = "extra_vars"
    case extraVariablesFiles = "extra_vars_files"
    case user
    case vaultIDs = "vault_ids"
    case forks
    case requirements
    case steps
    case environment = "env"
    case watch
    case dependsOn = "depends_on"
    case timeout
    case retry
    case suspend

    /// The keys that mean something to Ansible alone.
    static let onlyForAnsible: [DefinitionKey] = reachingAnsible + [.forks, .requirements]

    private static let reachingAnsible: [DefinitionKey] = [
        .inventory, .limit, .tags, .skipTags, .extraVariables, .extraVariablesFiles, .user, .vaultIDs,
    ]

    /// The keys whose values reach a run: they are part of the digest, every other one is policy.
    package static let reachingRuns: [DefinitionKey] =
        [.name, .version, .deployScript, .ansiblePlaybook] + reachingAnsible + [.environment]
}

/// Keys that a definition may have one day: refused, but known.
enum LaterDefinitionKey: String, CaseIterable {
    case verify
    case onFailure = "on_failure"
    case removal
    case windows
    case driftCheck = "drift_check"
}

/// What the values of a definition may cost.
package enum DefinitionLimits {
    /// How many problems of one file are listed.
    package static let problems = 50
    package static let description = 4_096
    package static let version = 255
    package static let label = 255
    package static let pattern = 4_096
    package static let value = 32_768
    package static let steps = 1_000
    package static let items = 256
    package static let inventories = 64
    /// Files of variables and of requirements, and passwords of Ansible's vault.
    package static let ansibleFiles = 64
    package static let forks: ClosedRange<Int64> = 1...1_000
    package static let variables = 1_000
    package static let retries = 100
    /// In milliseconds: one second to thirty days.
    package static let timeout: ClosedRange<Int64> = 1...(30 * 86_400_000)
    /// In milliseconds: up to a day.
    package static let backoff: ClosedRange<Int64> = 0...86_400_000
}
