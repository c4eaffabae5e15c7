import Domain
import Platform
import TestSupport
import Testing

@testable import Execution

@Suite("The command line and environment of a run")
struct CommandLineTests {
    private static let folder = RunFolder(path: "/state/runs/7")

    private static func run(
        _ action: ServiceDefinition.Action,
        folder: String = "services/web",
        adjust: (inout RunSettings) -> Void = { _ in }
    ) throws -> RunSpecification {
        var settings = RunSettings()
        adjust(&settings)
        return RunSpecification(
            deployment: 7,
            service: "web",
            version: "1.2",
            revision: String(repeating: "a", count: 40),
            marker: "mark",
            folder: try #require(RepositoryPath(folder)),
            action: action,
            environment: [
                EnvironmentVariable(name: "LANG", value: "de"), EnvironmentVariable(name: "COLOUR", value: "x"),
            ],
            timeout: 1_000,
            settings: settings,
            limits: RunLimits(),
            boot: "boot"
        )
    }

    @Test("starts a script as a file, in its service's folder")
    func script() throws {
        let path = try RelativePath("../shared/deploy.sh")
        let request = try ScriptCommandLine.request(path, try Self.run(.script(path)), Self.folder)
        #expect(request.executable == "/state/runs/7/export/services/shared/deploy.sh")
        #expect(request.arguments == ["--config", "/state/runs/7/config.json"])
        #expect(request.workingDirectory == "/state/runs/7/export/services/web")
        #expect(request.newSession)
        let root = try Self.run(.script(path), folder: "")
        #expect(root.workingDirectory(in: Self.folder) == "/state/runs/7/export")
        #expect(throws: CannotStart.self) { try ScriptCommandLine.request(path, root, Self.folder) }
    }

    @Test("gives a run a few variables, the definition's, and its own above them")
    func environment() throws {
        let run = try Self.run(.script(try RelativePath("x"))) { $0.agentSocket = "/agent" }
        #expect(
            RunEnvironment.variables(run, Self.folder, home: "/home/me") == [
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/home/me",
                "LANG": "de", "COLOUR": "x", "SSH_AUTH_SOCK": "/agent", "RECONCILER_SERVICE": "web",
                "RECONCILER_VERSION": "1.2", "RECONCILER_REVISION": String(repeating: "a", count: 40),
                "RECONCILER_DEPLOYMENT": "7", "DEPLOY_CONFIG_FILE": "/state/runs/7/config.json",
                "RECONCILER_RUN": "mark",
            ]
        )
    }

    private static let playbooks: [(ServiceDefinition.Playbook, [String])] = [
        (ServiceDefinition.Playbook(path: .sample("site.yml")), []),
        (
            ServiceDefinition.Playbook(
                path: .sample("site.yml"),
                inventory: [.sample("hosts"), .sample("../all/hosts.ini")],
                limit: "--help",
                tags: ["a", "-b"],
                skipTags: ["c"],
                extraVariables: JSONObject([JSONObject.Member("x", .null)]),
                extraVariablesFiles: [.sample("a.yml"), .sample("../all/b.yml")],
                user: "--help",
                vaultIDs: [VaultID(id: "dev", secret: "d"), VaultID(id: "prod", secret: "p")],
                forks: 7,
                requirements: [.sample("r.yml")]
            ),
            [
                "--vault-id=dev@/state/runs/7/ansible/vault-password-0",
                "--vault-id=prod@/state/runs/7/ansible/vault-password-1",
                "--inventory=/state/runs/7/export/services/web/hosts",
                "--inventory=/state/runs/7/export/services/all/hosts.ini",
                "--limit=--help", "--tags=a", "--tags=-b", "--skip-tags=c", "--user=--help", "--forks=7",
                "-e", "@/state/runs/7/export/services/web/a.yml", "-e", "@/state/runs/7/export/services/all/b.yml",
                "-e",
                "@/state/runs/7/ansible/extra-vars.json",
            ]
        ),
    ]

    @Test("gives Ansible what the definition says, none of it as an option", arguments: playbooks)
    func playbook(playbook: ServiceDefinition.Playbook, expected: [String]) throws {
        let run = try Self.run(.playbook(playbook)) { $0.ansible.arguments = ["-v"] }
        let arguments = try AnsibleCommandLine.arguments(playbook, run, Self.folder)
        #expect(arguments == ["-v"] + expected + ["/state/runs/7/export/services/web/site.yml"])
    }

    private static let files = AnsibleFiles(plugin: "p", configuration: "/cfg", controlFolder: "/c")

    @Test("tells Ansible the plugin, a plain output and places of the run's own")
    func ansibleEnvironment() {
        let variables = AnsibleEnvironment.variables(Self.folder, Self.files)
        #expect(variables["ANSIBLE_CALLBACKS_ENABLED"] == nil && variables["ANSIBLE_STDOUT_CALLBACK"] == "default")
        #expect(variables["ANSIBLE_CONFIG"] == "/cfg" && variables["ANSIBLE_SSH_CONTROL_PATH_DIR"] == "/c")
        #expect(variables["ANSIBLE_SSH_CONTROL_PATH"] == "" && variables["ANSIBLE_PERSISTENT_CONTROL_PATH_DIR"] == "/c")
    }

    @Test("has Ansible look for callback plugins where it would without ours")
    func callbackFolders() {
        func folders(_ configured: String?, _ definition: [String: String]) -> String? {
            var files = Self.files
            files.callbackFolders = configured
            return AnsibleEnvironment.variables(Self.folder, files, definition)["ANSIBLE_CALLBACK_PLUGINS"]
        }
        let own = "/state/runs/7/ansible:"
        #expect(folders("/a:/b", [:]) == own + "/a:/b")
        #expect(folders("/a", ["ANSIBLE_CALLBACK_PLUGINS": "c:/d"]) == own + "c:/d")
        #expect(folders(nil, [:]) == own + "~/.ansible/plugins/callback:/usr/share/ansible/plugins/callback")
        #expect(
            folders(nil, ["ANSIBLE_HOME": "/h"]) == own + "/h/plugins/callback:/usr/share/ansible/plugins/callback"
        )
    }

    @Test(
        "has Ansible look for what was installed behind what the ansible.cfg names, and before what the machine has"
    )
    func searched() {
        let said = "[defaults]\nroles_path = own:/etc/r\ncollections_paths = c\n"
        let own = SearchedFolders(AnsibleConfigurationFile(said, folder: "/e"), behind: "/q")
        #expect(own.roles == "/e/own:/etc/r:/q/roles" && own.collections == "/e/c:/q/collections")
        let other = SearchedFolders(nil, behind: "/q")
        #expect(other.roles == "/q/roles:~/.ansible/roles:/usr/share/ansible/roles:/etc/ansible/roles")
        #expect(
            other.collections == "/q/collections:~/.ansible/collections:/usr/share/ansible/collections"
        )
        var files = Self.files
        #expect(AnsibleEnvironment.variables(Self.folder, files)["ANSIBLE_ROLES_PATH"] == nil)
        files.searched = other
        #expect(
            AnsibleEnvironment.variables(Self.folder, files)["ANSIBLE_COLLECTIONS_PATH"]
                == other.collections
        )
    }

    private static let configurations: [(String, String?)] = [
        ("[defaults]\ncallback_plugins = plugins/callback\n", "/e/plugins/callback"),
        ("# x\r\n[defaults]\r\nCallback_Plugins: ./a:/b:~/c:$D/e ; and more\r\n", "/e/./a:/b:~/c:$D/e"),
        ("[defaults]\ncallback_plugins=\"my plugins\"\n;callback_plugins=b\n", "/e/my plugins"),
        ("[defaults]\ncallback_plugins=a\n[other]\ncallback_plugins=b\n", "/e/a"),
        ("[defaults]\ncallback_plugins = a:\n  /my  plugins/b:\n  c\n", "/e/a:/e/\n/my  plugins/b:/e/\nc"),
        ("[DEFAULT]\ncallback_plugins=a\n[defaults]\n", "/e/a"), ("[DEFAULT]\ncallback_plugins=a\n", nil),
        ("[defaults]\n[other]\ncallback_plugins=a\n", nil), ("callback_plugins=a", nil), ("", nil),
    ]

    @Test("reads what an ansible.cfg says of callback plugins", arguments: configurations)
    func configurationFile(text: String, folders: String?) {
        #expect(AnsibleConfigurationFile(text, folder: "/e").folders("callback_plugins", in: "defaults") == folders)
    }

    @Test("keeps the sockets of ssh short, wherever the state folder is")
    func controlFolder() throws {
        let run = try Self.run(.script(try RelativePath("x")))
        #expect(ControlFolder.path(run, Self.folder) == "/state/runs/7/ssh")
        let deep = RunFolder(path: "/" + String(repeating: "d", count: 90))
        #expect(ControlFolder.path(run, deep) == "/tmp/reconciler-mark")
    }

    @Test("is written down and read back whole", arguments: playbooks.map(\.0))
    func specification(playbook: ServiceDefinition.Playbook) throws {
        for action in [ServiceDefinition.Action.playbook(playbook), .script(.sample("deploy"))] {
            let run = try Self.run(action) { $0.agentSocket = "/agent" }
            #expect(try RunSpecification(run.json) == run)
        }
    }

    @Test("is refused in a format of another version")
    func format() throws {
        var json = try #require(try Self.run(.script(.sample("deploy"))).json.object)
        json["format"] = .integer(99)
        #expect(throws: UnreadableRecord.self) { try RunSpecification(.object(json)) }
        #expect(throws: UnreadableRecord.self) { try RunSpecification(.null) }
    }

    @Test("tells fastDeploy's scripts what they look for")
    func configuration() throws {
        let run = try Self.run(.script(.sample("deploy.py")))
        let json = RunConfiguration(run: run, token: "secret", port: 99).json
        #expect(json["deployment_id"]?.integer == 7 && json["access_token"]?.string == "secret")
        #expect(json["deploy_script"]?.string == "web/deploy.py")
        #expect(json["steps_url"]?.string == "http://127.0.0.1:99/steps/")
        #expect(json["deployment_finish_url"]?.string == "http://127.0.0.1:99/deployments/finish/")
        #expect(json["context"]?["env"]?["COLOUR"]?.string == "x")
        #expect(json["path_for_deploy"]?.string == run.settings.path)
    }
}
