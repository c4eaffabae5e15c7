import Domain
import Testing

@Suite("The definition decoder")
struct DefinitionDecoderTests {
    private static func decode(_ text: String) throws -> DefinitionDecoding {
        DefinitionDecoder.decode(try JSONParser.parse(text, limits: .file), at: RepositoryPath(components: ["web"]))
    }

    private static func problems(_ text: String) throws -> [String] {
        guard case .problems(_, let problems) = try decode(text) else { return [] }
        return problems.map(\.description)
    }

    private static func decoded(_ text: String) throws -> DecodedDefinition? {
        guard case .decoded(let decoded) = try decode(text) else { return nil }
        return decoded
    }

    @Test("reads everything that a script's definition can say")
    func script() throws {
        let text = """
            {"name": "web", "description": "A\\nsite", "version": "1.2", "deploy_script": "bin/deploy",
             "steps": [{"name": "build", "description": "x"}, {"name": "start"}],
             "env": {"B": "2", "A": ""}, "watch": ["../shared", "x"],
             "depends_on": ["db", "cache"], "timeout": "1h30m",
             "retry": {"limit": 5, "backoff": "1s", "max_backoff": "10s"}, "suspend": true}
            """
        let decoded = try #require(try Self.decoded(text))
        let definition = decoded.definition

        #expect(definition.name.text == "web")
        #expect(definition.description == "A\nsite")
        #expect(definition.version == "1.2")
        #expect(definition.action == .script(try RelativePath("bin/deploy")))
        #expect(definition.steps == [StepDefinition(name: "build", description: "x"), StepDefinition(name: "start")])
        #expect(definition.environment.map(\.name) == ["B", "A"])
        #expect(definition.watch.map(\.text) == ["../shared", "x"])
        #expect(definition.dependsOn.map(\.text) == ["db", "cache"])
        #expect(definition.timeout == 5_400_000)
        #expect(definition.retry == RetryPolicy(limit: 5, backoff: 1_000, maximumBackoff: 10_000))
        #expect(definition.suspend)
        #expect(definition.data["version"] == .string("1.2"))
        #expect(decoded.positions.name == TextPosition(line: 1, column: 10))
        #expect(decoded.positions.dependsOn.map(\.line) == [4, 4])
        #expect(decoded.pathPositions.action == TextPosition(line: 1, column: 78))
        #expect(decoded.pathPositions.watch.map(\.column) == [40, 53])
    }

    @Test("reads everything that a playbook's definition can say")
    func playbook() throws {
        let text = """
            {"name": "web", "ansible_playbook": "site.yml", "inventory": ["a.ini", "../b"], "limit": "web*:!old",
             "tags": "a, b", "skip_tags": ["c"], "extra_vars": {"n": 1.50, "o": {"p": [null]}}, "user": "deploy",
             "extra_vars_files": ["a.yml", "../b.yml"], "vault_ids": [{"id": "dev", "secret": "vault.dev"}], "forks": 20,
             "requirements": ["../r.yml"]}
            """
        let decoded = try #require(try Self.decoded(text))
        #expect(decoded.pathPositions.extraVariablesFiles.map(\.column) == [23, 32])
        guard case .playbook(let playbook) = decoded.definition.action else {
            Issue.record("no playbook")
            return
        }
        #expect(playbook.path.text == "site.yml")
        #expect(playbook.inventory.map(\.text) == ["a.ini", "../b"])
        #expect(playbook.limit == "web*:!old")
        #expect(playbook.tags == ["a", "b"])
        #expect(playbook.skipTags == ["c"])
        #expect(playbook.extraVariables["n"] == .number("1.50"))
        #expect(playbook.extraVariablesFiles.map(\.text) == ["a.yml", "../b.yml"] && playbook.user == "deploy")
        #expect(playbook.vaultIDs == [VaultID(id: "dev", secret: "vault.dev")] && playbook.forks == 20)
        #expect(playbook.requirements?.map(\.text) == ["../r.yml"])
    }

    @Test("takes lists of hosts as inventories, and the names of secrets as variables")
    func namesOfOthers() throws {
        let text =
            #"{"name": "web", "ansible_playbook": "p", "inventory": "localhost,", "env": {"A": {"secret": "x"}}}"#
        let definition = try #require(try Self.decoded(text)).definition
        guard case .playbook(let playbook) = definition.action else {
            Issue.record("no playbook")
            return
        }
        #expect(playbook.inventory.map(\.isHostList) == [true])
        #expect(definition.environment == [EnvironmentVariable(name: "A", secret: "x")])
    }

    @Test("gives what is left out its default")
    func defaults() throws {
        let definition = try #require(try Self.decoded(#"{"name": "web", "deploy_script": "d"}"#)).definition
        #expect(definition.timeout == 30 * 60_000)
        #expect(definition.retry == .default)
        #expect(definition.steps == nil)
        #expect(!definition.suspend)
    }

    @Test(
        "says what is wrong and where",
        arguments: [
            ("[]", "1:1: a definition must be an object, found an array"),
            (#"{"deploy_script": "d"}"#, #"1:1: "name" is missing"#),
            (#"{"name": "web"}"#, #"1:1: one of "deploy_script" and "ansible_playbook" is needed"#),
            (
                #"{"name": "web", "deploy_script": "d", "ansible_playbook": "p"}"#,
                #"1:17: "deploy_script" and "ansible_playbook" exclude each other; keep one"#
            ),
            (#"{"name": 1, "deploy_script": "d"}"#, #"1:10: "name" must be a string, found a number"#),
            (
                #"{"name": "Web", "deploy_script": "d"}"#,
                #"1:10: "name" must be \#(ServiceName.rule), found "Web""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "tags": "x"}"#,
                #"1:39: "tags" is only for "ansible_playbook""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "dependson": []}"#,
                #"1:39: unknown key "dependson" (did you mean "depends_on"?)"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "forks": 5}"#,
                #"1:39: "forks" is only for "ansible_playbook""#
            ),
            (
                #"{"name": "web", "ansible_playbook": "p", "user": "{{ lookup('pipe', 'id') }}"}"#,
                #"1:50: "user" must be a login name, without spaces, quotes and braces, not beginning with '-'"#
            ),
            (
                #"{"name": "web", "ansible_playbook": "p", "vault_ids": [{"id": "a@b", "secret": "s"}]}"#,
                #"1:63: the "id" of a vault must be \#(VaultID.rule), found "a@b""#
            ),
            (
                #"{"name": "web", "ansible_playbook": "p", "vault_ids": [{"id": "a"}]}"#,
                #"1:56: an item of "vault_ids" needs a "secret""#
            ),
            (#"{"name": "web", "deploy_script": "d", "zzzzzzzz": 1}"#, #"1:39: unknown key "zzzzzzzz""#),
            (#"{"name": "web", "deploy_script": "d", "verify": {}}"#, #"1:39: "verify" is not supported yet"#),
            (
                #"{"name": "web", "deploy_script": "/d"}"#,
                #"1:34: "deploy_script": the path "/d" cannot be used: it is absolute; paths are relative to the service's folder"#
            ),
            (
                #"{"name": "web", "deploy_script": "-d"}"#,
                #"1:34: "deploy_script" must not begin with '-', like an option; write "./-d""#
            ),
            (
                #"{"name": "web", "ansible_playbook": "p", "inventory": []}"#, #"1:55: "inventory" is empty"#
            ),
            (
                #"{"name": "web", "ansible_playbook": "p", "limit": "-x"}"#,
                #"1:51: "limit" must not begin with '-', like an option"#
            ),
            (
                #"{"name": "web", "ansible_playbook": "p", "limit": "@retry"}"#,
                #"1:51: "limit" must name hosts or groups, not a file of them"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "env": {"PATH": "x"}}"#,
                #"1:47: the variable "PATH" in "env" is reserved: PATH, LD_*, ANSIBLE_*, PYTHON*, RECONCILER_* and DEPLOY_CONFIG_FILE cannot be set"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "env": {"1A": "x"}}"#,
                #"1:47: the variable "1A" in "env" must have a name of letters, digits and '_', not beginning with a digit"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "env": {"A": {"secrets": "x"}}}"#,
                #"1:52: "A" in "env" must be a string or {"secret": "NAME"}"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "env": {"A": 1}}"#,
                #"1:52: "A" in "env" must be a string, found a number"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "env": {"A": "\u0000"}}"#,
                #"1:52: "A" in "env" must not hold a NUL character"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "depends_on": ["web"]}"#,
                "1:54: the service depends on itself"
            ),
            (
                #"{"name": "web", "deploy_script": "d", "depends_on": ["a", "a"]}"#,
                #"1:59: "a" is twice in "depends_on""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "timeout": 5}"#,
                #"1:50: "timeout" must be a duration, for example "90s" or "1h30m", found a number"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "timeout": "5 minutes"}"#,
                #"1:50: "timeout" must be a duration of h, m, s and ms, for example "1h30m", found "5 minutes""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "timeout": "0s"}"#,
                #"1:50: "timeout" must be 1ms to 720h, found "0s""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "retry": {"limits": 1}}"#,
                #"1:49: unknown key "limits" in "retry" (did you mean "limit"?)"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "retry": {"limit": 1.5}}"#,
                #"1:58: "limit" must be a whole number from 0 to 100, found a number"#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "retry": {"backoff": "1h", "max_backoff": "1m"}}"#,
                #"1:48: "max_backoff" must not be shorter than "backoff""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "steps": [{}]}"#, #"1:49: a step needs a "name""#
            ),
            (
                #"{"name": "web", "deploy_script": "d", "suspend": "yes"}"#,
                #"1:50: "suspend" must be true or false, found a string"#
            ),
        ]
    )
    func problem(text: String, expected: String) throws {
        #expect(try Self.problems(text) == ["web/service.json:\(expected)"])
    }

    @Test("reports all problems at once, in the order of the file, with the name that is claimed")
    func several() throws {
        let text = """
            {"name": "web",
             "suspend": 1,
             "deploy_script": "/d",
             "nam": 2}
            """
        guard case .problems(let name, let problems) = try Self.decode(text) else {
            Issue.record("it was decoded")
            return
        }
        #expect(name?.text == "web")
        #expect(problems.map(\.position?.line) == [2, 3, 4])
    }
}
