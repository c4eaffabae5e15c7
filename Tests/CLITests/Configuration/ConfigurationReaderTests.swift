import Domain
import GitSource
import Platform
import Testing

@testable import CLI

@Suite("The configuration")
struct ConfigurationReaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(
        _ values: [String: String] = [:],
        _ environment: [String: String] = [:],
        file: String? = nil,
        isRoot: Bool = false
    ) throws -> DaemonConfiguration {
        var values = values
        if let file { values["config"] = try folder.write("config.json", file) }
        let input = ConfigurationReader.Input(
            values: values,
            environment: environment.merging(["HOME": "/home/someone"]) { own, _ in own },
            workingDirectory: folder.path,
            user: .init(isRoot: isRoot, name: isRoot ? "root" : "someone")
        )
        return try ConfigurationReader.read(input)
    }

    private func problems(
        _ values: [String: String] = [:],
        _ environment: [String: String] = [:],
        file: String? = nil,
        isRoot: Bool = false
    ) -> [String] {
        let error = #expect(throws: InvalidConfiguration.self) {
            try read(values, environment, file: file, isRoot: isRoot)
        }
        let place = "\(folder.path)/config.json"
        return (error?.problems ?? []).map { $0.description.replacing(place, with: "FILE") }
    }

    @Test("needs nothing but a repository")
    func defaults() throws {
        let configuration = try read(["repo": "https://git.example.org/team/config.git"])
        #expect(configuration.stateDir == "/home/someone/.local/state/reconciler")
        #expect(configuration.controlSocket == "/home/someone/.local/state/reconciler/control.sock")
        #expect(configuration.statusListen.description == "127.0.0.1:8080")
        #expect(configuration.concurrency == 4)
        #expect(configuration.ansible == .init(playbook: "ansible-playbook", arguments: []))
        #expect(configuration.log == .init(format: .text, level: .info))
        let source = try #require(configuration.sources.first)
        #expect(source.name.text == "config")
        #expect(source.url.description == "https://git.example.org/team/config.git")
        #expect(source.ref == .head)
        #expect(source.path == .root)
        #expect(source.interval == 60_000)
        #expect(source.timeout == 60_000)
        #expect(source.credentials == .none)
    }

    @Test("limits nothing and follows rewrites, unless it is said")
    func holds() throws {
        let plain = try read(["repo": "/r"])
        #expect(plain.limits == .init(maxChanged: nil, maxRemoved: nil))
        #expect(plain.sources.map(\.onRewrite) == [.follow])

        let lines = try read(["repo": "/r", "limits-max-changed": "5", "on-rewrite": "hold"])
        #expect(lines.limits == .init(maxChanged: 5, maxRemoved: nil))
        #expect(lines.sources.map(\.onRewrite) == [.hold])

        let file = """
            {"limits": {"max_changed": 20, "max_removed": 0}, "sources": [{"url": "/r", "on_rewrite": "hold"}]}
            """
        let configuration = try read([:], ["RECONCILER_LIMITS_MAX_CHANGED": "7"], file: file)
        #expect(configuration.limits == .init(maxChanged: 7, maxRemoved: 0))
        #expect(configuration.sources.map(\.onRewrite) == [.hold])
    }

    @Test("lets nobody ask by other names and from other pages, unless they are listed")
    func web() throws {
        let plain = try read(["repo": "/r"])
        #expect(plain.allowedHosts.isEmpty)
        #expect(plain.origins.isEmpty)
        let file = """
            {"allowed_hosts": ["r.example.org"], "origins": ["https://d.example.org"], "sources": [{"url": "/r"}]}
            """
        #expect(try read(file: file).allowedHosts == ["r.example.org"])
        #expect(try read(file: file).origins == ["https://d.example.org"])
        #expect(try read(["allowed-hosts": #"["x.example.org"]"#], file: file).allowedHosts == ["x.example.org"])
        #expect(try read([:], ["RECONCILER_ORIGINS": "[]"], file: file).origins.isEmpty)
        #expect(
            problems(file: #"{"origins": ["*"], "sources": [{"url": "/r"}]}"#).first?.contains("a page's origin")
                == true
        )
    }

    @Test("refuses limits and ways to meet a rewrite that nobody can mean")
    func badHolds() {
        let file = """
            {"limits": {"max_changed": -1, "max_remove": 0}, "sources": [{"url": "/r", "on_rewrite": "keep"}]}
            """
        let found = problems(file: file)
        #expect(found.count == 3)
        #expect(found.contains { $0.contains("expected a whole number from 0 to 1000000") })
        #expect(found.contains { $0.contains("unknown key \"max_remove\"") && $0.contains("max_removed") })
        #expect(found.contains { $0.contains("one of follow, hold; found \"keep\"") })
    }

    @Test("keeps much of the past, or as much as is said, in bytes or with a unit")
    func retention() throws {
        #expect(try read(["repo": "/r"]).retention == RetentionLimits())
        let file = """
            {"sources": [{"url": "/r"}], "retention": {
                "deployments": 5, "events": 1000, "event_bytes": "8MiB", "age": "2160h", "log_bytes": 4096,
                "total_log_bytes": "1MiB", "free_bytes": 0}}
            """
        let said = try read(["retention-deployments": "7"], ["RECONCILER_RETENTION_FREE_BYTES": "2GiB"], file: file)
        #expect(said.retention.deployments == 7)
        #expect(said.retention.events == 1_000)
        #expect(said.retention.eventBytes == 8 << 20)
        #expect(said.retention.age == Int64(2_160 * 3_600_000))
        #expect(said.retention.logBytes == 4_096)
        #expect(said.retention.totalLogBytes == 1 << 20)
        #expect(said.retention.freeBytes == 2 << 30)
        #expect(try read(file: file).retention.freeBytes == 0)
    }

    @Test("reads as much as any repository has, or as much as is said")
    func budget() throws {
        #expect(try read(["repo": "/r"]).budget == ReadingBudget())
        let file = """
            {"sources": [{"url": "/r"}], "budget": {
                "entries": 5, "bytes": "1MiB", "file_bytes": 4096, "links": 9, "definition_bytes": "2MiB", "time": "90s"}}
            """
        let said = try read(["budget-entries": "7"], ["RECONCILER_BUDGET_LINKS": "8"], file: file).budget
        #expect((said.entries, said.bytes, said.fileBytes) == (7, 1 << 20, 4_096))
        #expect((said.links, said.definitionBytes, said.time) == (8, 2 << 20, 90_000))
        let wrong = """
            {"sources": [{"url": "/r"}], "budget": {"entries": 0, "bytes": 0, "links": "x", "time": "1ms", "file": 1}}
            """
        #expect(problems(file: wrong).count == 5)
    }

    @Test("refuses limits of the past that nobody can mean")
    func badRetention() {
        let file = """
            {"sources": [{"url": "/r"}],
             "retention": {
               "deployments": 0,
               "events": "many",
               "age": "1ms",
               "log_bytes": "1GB",
               "total_log_bytes": -1,
               "free_bytes": true,
               "logs": 1}}
            """
        let size = #"such as 1048576 or "512MiB", found"#
        #expect(
            problems(["retention-log-bytes": "0"], file: file) == [
                #"FILE:3:19: expected a whole number from 1 to 1000000, found "0""#,
                "FILE:4:14: expected a number, found a string",
                "FILE:5:11: an age must be 1s or longer",
                "FILE:6:17: expected a size from 1 to 1125899906842624 bytes, \(size) \"1GB\"",
                "FILE:7:23: expected a size from 0 to 1125899906842624 bytes, \(size) \"-1\"",
                #"FILE:8:18: expected a number of bytes or a text such as "512MiB", found a boolean"#,
                #"FILE:9:4: unknown key "logs""#,
                "--retention-log-bytes: expected a size from 1 to 1125899906842624 bytes, \(size) \"0\"",
            ]
        )
    }

    @Test("is read from a file, whose paths start at its own folder")
    func file() throws {
        try folder.write("token", "t0ken\n")
        let configuration = try read(
            file: """
                {
                    "state_dir": "state", "status_listen": "[::1]:0", "control_socket": "/run/r.sock",
                    "concurrency": 9, "run_as": "someone",
                    "ansible": {"playbook": "bin/ansible-playbook", "arguments": ["--diff"]},
                    "log": {"format": "json", "level": "debug"},
                    "sources": [
                        {
                            "name": "a", "url": "https://h/a", "ref": {"branch": "main"}, "path": "services",
                            "interval": "5s", "timeout": "1m",
                            "credentials": {"token": {"file": "token"}}
                        },
                        {"url": "repo.git", "ref": {"semver": ">=1.0"}}
                    ]
                }
                """
        )
        #expect(configuration.stateDir == "\(folder.path)/state")
        #expect(configuration.controlSocket == "/run/r.sock")
        #expect(configuration.statusListen == ListenAddress(host: "::1", port: 0))
        #expect(configuration.concurrency == 9)
        #expect(configuration.ansible.playbook == "\(folder.path)/bin/ansible-playbook")
        #expect(configuration.ansible.arguments == ["--diff"])
        #expect(configuration.log == .init(format: .json, level: .debug))
        let (first, second) = (configuration.sources[0], configuration.sources[1])
        #expect(first.ref.description == "branch main")
        #expect(first.path.text == "services")
        #expect((first.interval, first.timeout) == (5_000, 60_000))
        #expect(first.credentials == .token(.file("\(folder.path)/token")))
        #expect(try SecretPlace.file("\(folder.path)/token").text([:]) == "t0ken")
        #expect(second.name.text == "repo")
        #expect(second.url.description == "\(folder.path)/repo.git")
        #expect(second.ref.description == "semver >=1.0")
    }

    @Test("lets a flag win over a variable, a variable over the file, the file over the default")
    func precedence() throws {
        let file = #"{"concurrency": 2, "log": {"level": "debug"}, "sources": [{"url": "https://h/file"}]}"#
        let variables = ["RECONCILER_CONCURRENCY": "3", "RECONCILER_LOG_LEVEL": "warning"]
        #expect(try read(file: file).concurrency == 2)
        #expect(try read([:], variables, file: file).concurrency == 3)
        #expect(try read(["concurrency": "5"], variables, file: file).concurrency == 5)
        #expect(try read(["log-level": "error"], variables, file: file).log.level == .error)
        #expect(try read([:], variables, file: file).log.level == .warning)
        #expect(try read(file: file).log.level == .debug)
    }

    @Test("lets a single repository stand in the place of a list")
    func repository() throws {
        let file = #"{"sources": [{"url": "https://h/file", "interval": "9s"}]}"#
        let flags = ["repo": "./mine", "tag": "v1", "path": "deep/er", "interval": "0s", "timeout": "3s"]
        let source = try read(flags, file: file).sources[0]
        #expect(source.url.description == "\(folder.path)/mine")
        #expect(source.ref.description == "tag v1")
        #expect(source.path.text == "deep/er")
        #expect((source.interval, source.timeout) == (0, 3_000))

        let names = { (configuration: DaemonConfiguration) in configuration.sources.map(\.name.text) }
        #expect(names(try read([:], ["RECONCILER_REPO": "https://h/variable"], file: file)) == ["variable"])
        let list = #"[{"url": "https://h/one"}, {"url": "https://h/two"}]"#
        #expect(names(try read(["sources": list], file: file)) == ["one", "two"])
        #expect(names(try read(["sources": list], ["RECONCILER_REPO": "https://h/x"])) == ["one", "two"])
        #expect(try read(["interval": "7s"], file: file).sources[0].interval == 7_000)
    }

    @Test("reports every problem at once, each with its place, in the order of the file")
    func everything() {
        let found = problems(
            ["status-listen": "nowhere"],
            ["RECONCILER_CONCURRENCY": "0"],
            file: """
                {
                  "statedir": "x",
                  "pulls": {},
                  "concurrency": "4",
                  "sources": [
                    {"url": "https://h/a", "interval": "5 s", "credentials": {"token": {"env": "NOPE"}}},
                    {"url": "https://u:p@h/b", "verify_commits": "hold"},
                    {"name": "a", "url": "https://h/c", "ref": {"branch": "x", "tag": "y"}},
                    {"name": "B", "urls": 1}
                  ],
                  "log": {"level": "loud", "colour": true}
                }
                """
        )
        #expect(
            found == [
                #"FILE:2:3: unknown key "statedir" (did you mean "state_dir"?)"#,
                #"FILE:3:3: the key "pulls" is not supported yet"#,
                "FILE:4:18: expected a number, found a string",
                #"FILE:6:40: expected a duration such as "90s" or "1h30m", found "5 s""#,
                "FILE:6:80: the variable NOPE is not set",
                "FILE:7:13: the repository's URL cannot be used: it holds a password; give it under \"credentials\" instead",
                #"FILE:7:32: the key "verify_commits" is not supported yet"#,
                #"FILE:8:5: another source is called "a" too; give it a "name""#,
                #"FILE:8:48: expected one of "branch", "tag", "semver" and "commit""#,
                #"FILE:9:5: the key "url" is missing"#,
                "FILE:9:14: a source's name must be \(ServiceName.rule)",
                #"FILE:9:19: unknown key "urls" (did you mean "url"?)"#,
                #"FILE:11:20: expected a log level, one of debug, info, warning, error; found "loud""#,
                #"FILE:11:28: unknown key "colour""#,
                "--status-listen: expected \(ListenAddress.form)",
                #"RECONCILER_CONCURRENCY: expected a whole number from 1 to 1000, found "0""#,
            ]
        )
    }

    @Test("says of a file that is no JSON only that, and of one that is not there")
    func unreadable() {
        #expect(problems(file: "{\n  \"a\": }", isRoot: true) == ["FILE:2:8: expected a value, found '}'"])
        #expect(problems(file: "[]") == ["FILE:1:1: expected an object, found an array"])
        let missing = problems(["config": "none.json"])
        #expect(missing.count == 1)
        #expect(missing.first?.hasPrefix("none.json: could not open") == true)
    }

    @Test("asks for a repository, and for the flags that need one")
    func noRepository() {
        let found = problems(["branch": "main"])
        #expect(found.contains("--branch: goes with --repo URL, which is missing"))
        #expect(found.contains { $0.hasPrefix("sources: no config repository is named; say --repo URL") })
    }

    @Test(
        "refuses a ref that is none, and two of them",
        arguments: [
            (["commit": "3f2a"], "--commit: expected a commit's full id"),
            (["branch": "a..b"], "--branch: expected the name of a branch"),
            (["semver": "one"], "--semver: expected a range of versions"),
            (["branch": "a", "tag": "b"], "--tag: only one ref can be followed"),
            (["path": "../up"], "--path: the path of a source is relative"),
            (["timeout": "0s"], "--timeout: a timeout must be longer than 0s"),
        ]
    )
    func badFlags(flags: [String: String], message: String) {
        let found = problems(flags.merging(["repo": "https://h/a"]) { own, _ in own })
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(message) == true, "\(found)")
    }

    @Test("starts as root only when that is said, and as another user only as root")
    func runAs() throws {
        #expect(problems(["repo": "https://h/a"], isRoot: true).first?.hasPrefix("run_as: is missing") == true)
        #expect(try read(["repo": "https://h/a", "run-as": "root"], isRoot: true).sources.count == 1)
        #expect(try read(["repo": "https://h/a", "run-as": "someone"]).sources.count == 1)
        let unknown = problems(["repo": "https://h/a", "run-as": "no such user"], isRoot: true)
        #expect(unknown == ["--run-as: there is no user \"no such user\" on this machine"])
        for user in ["nobody", "root"] {
            let found = problems(["repo": "https://h/a", "run-as": user])
            #expect(found.count == 1)
            #expect(found.first?.contains("only root can run deployments as another user") == true)
        }
        #expect(try read(["repo": "https://h/a", "run-as": "root"], isRoot: true).runAs == nil)
        #expect(try read(["repo": "https://h/a", "run-as": "nobody"], isRoot: true).runAs?.name == "nobody")
    }

    @Test("takes certificates and known hosts as large as an organisation has them, and says what holds none")
    func large() throws {
        let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        try folder.write("ca", String(repeating: "# R\u{F6}\u{DF}ler CA\n\(pem)", count: 4_000))
        try folder.write("hosts", String(repeating: "h ssh-ed25519 AAAA\n", count: 20_000))
        try folder.write("key", "-----BEGIN OPENSSH PRIVATE KEY-----\n")
        let ssh = #"{"ssh_key": {"file": "key"}, "known_hosts": {"file": "hosts"}}"#
        let sources =
            #"[{"name": "a", "url": "https://h/a", "ca": "ca"}, {"name": "b", "url": "ssh://h/b", "credentials": "#
        let configuration = try read(file: #"{"sources": "# + sources + ssh + "}]}")
        #expect(configuration.sources[0].ca == "\(folder.path)/ca")
        let credentials = try configuration.sources[1].credentials.read([:])
        guard case .ssh(let read) = credentials else { throw UnexpectedCredentials() }
        #expect(read.knownHosts?.utf8.count == 19 * 20_000 - 1)

        for (file, said) in [("key", "holds no certificate in PEM"), ("nowhere", "No such file")] {
            let found = problems(file: #"{"sources": [{"url": "https://h/a", "ca": "\#(file)"}]}"#)
            #expect(found.count == 1 && found[0].contains(said), "\(found)")
        }
    }

    private struct UnexpectedCredentials: Error {}

    @Test("reads secrets at the start, and refuses empty ones")
    func secrets() throws {
        try folder.write("empty", " \n")
        try folder.write("hosts", "h ssh-ed25519 AAAA\n")
        let source = { (credentials: String) in
            #"{"sources": [{"url": "ssh://git@h/a", "credentials": "# + credentials + "}]}"
        }
        let password = #"{"username": {"env": "U"}, "password": {"env": "P"}}"#
        let read = try read([:], ["U": "me", "P": "secret"], file: source(password)).sources[0].credentials
        #expect(read == .password(username: .variable("U"), password: .variable("P")))
        #expect(problems([:], ["U": "me", "P": ""], file: source(password)).first?.contains("P is empty") == true)
        let key = #"{"ssh_key": {"file": "empty"}, "known_hosts": {"file": "hosts"}}"#
        #expect(problems(file: source(key)).first?.contains("empty is empty") == true)
        for bad in [#"{"token": "t"}"#, #"{"username": {"env": "HOME"}}"#, #"{"token": {}}"#, "{}"] {
            #expect(problems(file: source(bad)).count == 1, "\(bad)")
        }
    }

    @Test(
        "finds the state dir",
        arguments: [
            (["STATE_DIRECTORY": "/var/lib/a:/var/lib/b"], false, "/var/lib/a"),
            ([:], true, "/var/lib/reconciler"),
            (["XDG_STATE_HOME": "/xdg"], false, "/xdg/reconciler"),
            (["XDG_STATE_HOME": "relative", "HOME": "/h"], false, "/h/.local/state/reconciler"),
        ] as [([String: String], Bool, String)]
    )
    func stateDir(environment: [String: String], isRoot: Bool, path: String) {
        #expect(DefaultPlaces(environment: environment, isRoot: isRoot).stateDir == path)
    }
}
