import Domain

/// What ran, as the services of ``Samples`` write it down themselves.
struct Trace: Sendable {
    let folder: String

    var path: String { "\(folder)/trace" }

    /// One line for each run: `SERVICE VERSION`, in the order in which they began.
    var lines: [String] {
        (TextFile.read(path) ?? "").split(separator: "\n").map(String.init)
    }
}

/// Services for tests.
struct Samples {
    let trace: Trace

    /// A service with a deploy script that writes into the trace.
    func script(
        _ name: String,
        version: String = "1",
        in folder: String? = nil,
        body: String = "",
        _ keys: KeyValuePairs<String, JSONValue> = [:]
    ) -> [ConfigRepository.Change] {
        let folder = folder ?? name
        return [
            definition(name, version: version, in: folder, [("deploy_script", .string("deploy"))] + pairs(keys)),
            deploy(folder, body),
        ]
    }

    /// The deploy script of a service.
    func deploy(_ folder: String, _ body: String = "") -> ConfigRepository.Change {
        .script("\(folder)/deploy", "echo \"$RECONCILER_SERVICE $RECONCILER_VERSION\" >> \"$TRACE\"\n\(body)")
    }

    /// The definition of a service with a script.
    func definition(
        _ name: String,
        version: String = "1",
        in folder: String? = nil,
        _ keys: KeyValuePairs<String, JSONValue>
    ) -> ConfigRepository.Change {
        definition(name, version: version, in: folder ?? name, [("deploy_script", .string("deploy"))] + pairs(keys))
    }

    /// A service with a playbook on localhost, with a role beside it, that writes into the trace.
    func playbook(
        _ name: String,
        version: String = "1",
        roles: [String] = ["noted"],
        _ keys: KeyValuePairs<String, JSONValue> = [:]
    ) -> [ConfigRepository.Change] {
        [
            definition(
                name,
                version: version,
                in: name,
                [("ansible_playbook", .string("site.yml")), ("inventory", .string("hosts"))] + pairs(keys)
            ),
            .file("\(name)/hosts", "localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n"),
            .file("\(name)/site.yml", Self.play(roles: roles)),
            .file("\(name)/roles/noted/tasks/main.yml", Self.note),
        ]
    }

    /// A play with these roles and one task.
    static func play(roles: [String] = ["noted"], task: String = "Say hello") -> String {
        """
        - name: Site
          hosts: localhost
          gather_facts: false
          roles: [\(roles.joined(separator: ", "))]
          tasks:
            - name: \(task)
              ansible.builtin.debug:
                msg: hello

        """
    }

    /// The tasks of the role that writes into the trace.
    static let note = """
        - name: Note the run
          ansible.builtin.shell: echo "$RECONCILER_SERVICE $RECONCILER_VERSION" >> "$TRACE"

        """

    private func definition(
        _ name: String,
        version: String,
        in folder: String,
        _ keys: [(String, JSONValue)]
    ) -> ConfigRepository.Change {
        let fixed: [(String, JSONValue)] = [
            ("name", .string(name)), ("version", .string(version)),
            ("env", .members(["TRACE": .string(trace.path)])),
        ]
        let object = JSONObject((fixed + keys).map { JSONObject.Member($0.0, $0.1) })
        return .file("\(folder)/service.json", JSONValue.object(object).text(.pretty) + "\n")
    }

    private func pairs(_ keys: KeyValuePairs<String, JSONValue>) -> [(String, JSONValue)] {
        keys.map { ($0.key, $0.value) }
    }
}

extension Trace {
    var samples: Samples { Samples(trace: self) }
}
