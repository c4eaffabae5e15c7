/// What one `service.json` says, checked as far as the text alone can be checked.
package struct ServiceDefinition: Hashable, Sendable {
    package let name: ServiceName
    package let description: String?
    /// The desired version; nil if the definition names none.
    package let version: String?
    package let action: Action
    /// The steps that the definition declares; nil if it leaves them to be found out.
    package let steps: [StepDefinition]?
    /// Context for the run, in the order of the file.
    package let environment: [EnvironmentVariable]
    /// Further files and folders that belong to the service, relative to its folder.
    package let watch: [RelativePath]
    package let dependsOn: [ServiceName]
    /// The longest a run may take, in milliseconds.
    package let timeout: Int64
    package let retry: RetryPolicy
    package let suspend: Bool
    /// The whole file, as it was written.
    package let text: JSONText

    /// The same as a value, which is read anew each time.
    package var data: JSONValue { text.value }

    package init(
        name: ServiceName,
        description: String? = nil,
        version: String? = nil,
        action: Action,
        steps: [StepDefinition]? = nil,
        environment: [EnvironmentVariable] = [],
        watch: [RelativePath] = [],
        dependsOn: [ServiceName] = [],
        timeout: Int64 = defaultTimeout,
        retry: RetryPolicy = .default,
        suspend: Bool = false,
        data: JSONValue
    ) {
        self.name = name
        self.description = description
        self.version = version
        self.action = action
        self.steps = steps
        self.environment = environment
        self.watch = watch
        self.dependsOn = dependsOn
        self.timeout = timeout
        self.retry = retry
        self.suspend = suspend
        text = JSONText(data)
    }

    /// 30 minutes, in milliseconds.
    package static let defaultTimeout: Int64 = 30 * 60_000
}

extension ServiceDefinition {
    /// What a run does.
    package enum Action: Hashable, Sendable {
        case script(RelativePath)
        case playbook(Playbook)

        /// The script or the playbook.
        package var path: RelativePath {
            switch self {
            case .script(let path): path
            case .playbook(let playbook): playbook.path
            }
        }
    }

    /// A playbook and what `ansible-playbook` is given with it.
    package struct Playbook: Hashable, Sendable {
        package let path: RelativePath
        /// Files and folders, and lists of hosts (``RelativePath/isHostList``).
        package let inventory: [RelativePath]
        /// As for `--limit`.
        package let limit: String?
        package let tags: [String]
        package let skipTags: [String]
        private let variables: JSONText?
        /// Files of further variables, which those of ``extraVariables`` go before.
        package let extraVariablesFiles: [RelativePath]
        /// As whom Ansible logs in; nil leaves it to the inventory and Ansible's configuration.
        package let user: String?
        package let vaultIDs: [VaultID]
        /// The files of what `ansible-galaxy` installs; nil for those of the usual names beside the playbook.
        package let requirements: [RelativePath]?
        /// How many hosts at once; nil leaves it to Ansible.
        package let forks: Int?

        /// An object, which is read anew each time; empty if there are none.
        package var extraVariables: JSONObject { variables?.value.object ?? JSONObject() }

        package init(
            path: RelativePath,
            inventory: [RelativePath] = [],
            limit: String? = nil,
            tags: [String] = [],
            skipTags: [String] = [],
            extraVariables: JSONObject = JSONObject(),
            extraVariablesFiles: [RelativePath] = [],
            user: String? = nil,
            vaultIDs: [VaultID] = [],
            forks: Int? = nil,
            requirements: [RelativePath]? = nil
        ) {
            self.path = path
            self.inventory = inventory
            self.limit = limit
            self.tags = tags
            self.skipTags = skipTags
            variables = extraVariables.members.isEmpty ? nil : JSONText(.object(extraVariables))
            self.extraVariablesFiles = extraVariablesFiles
            self.user = user
            self.vaultIDs = vaultIDs
            self.forks = forks
            self.requirements = requirements
        }
    }
}

/// A step that a definition declares.
package struct StepDefinition: Hashable, Sendable {
    package let name: String
    package let description: String?

    package init(name: String, description: String? = nil) {
        self.name = name
        self.description = description
    }
}

/// How often and how late a failed run is tried again.
package struct RetryPolicy: Hashable, Sendable {
    /// How many times a run is tried again after the first failure.
    package let limit: Int
    /// The wait before the first retry, in milliseconds; it doubles with each further one.
    package let backoff: Int64
    /// The longest wait, in milliseconds.
    package let maximumBackoff: Int64

    package init(limit: Int, backoff: Int64, maximumBackoff: Int64) {
        self.limit = limit
        self.backoff = backoff
        self.maximumBackoff = maximumBackoff
    }

    /// Two retries, after 5 s and after 10 s, never later than 3 minutes.
    package static let `default` = RetryPolicy(limit: 2, backoff: 5_000, maximumBackoff: 180_000)

    /// The wait in milliseconds before the next try after so many failures in a row.
    ///
    /// - `jitter`: 0 to 1; up to a tenth of the wait is added, so that many do not come at once; where that would be longer than the
    ///   longest wait it is taken away.
    package func wait(afterFailures failures: Int, jitter: Double) -> Int64 {
        let doublings = min(max(failures - 1, 0), 40)
        let (doubled, overflow) = backoff.multipliedReportingOverflow(by: 1 << doublings)
        let wait = overflow ? maximumBackoff : min(doubled, maximumBackoff)
        let shift = Int64(Double(wait) * 0.1 * min(max(jitter, 0), 1))
        return wait > maximumBackoff - shift ? wait - shift : wait + shift
    }
}
