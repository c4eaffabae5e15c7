import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

@Suite("What a definition says of vaults, users and variables")
struct VaultIDTests {
    private static let passwords = ["vault.dev": "open sesame", "vault.prod": "close sesame"]

    private static let secrets = RunSecrets(
        value: { name, _ in
            guard let password = passwords[name] else { throw UnknownSecret(name: name) }
            return password
        },
        vaultPassword: { nil }
    )

    private static let vaults = [
        VaultID(id: "dev", secret: "vault.dev"), VaultID(id: "prod", secret: "vault.prod"),
    ]

    private static func playbook(_ vaults: [VaultID]) throws -> ServiceDefinition.Playbook {
        ServiceDefinition.Playbook(
            path: try RelativePath("site.yml"),
            inventory: [try RelativePath("hosts")],
            extraVariables: JSONObject([JSONObject.Member("colour", .string("red"))]),
            extraVariablesFiles: [try RelativePath("one.yml"), try RelativePath("two.yml")],
            user: "deploy",
            vaultIDs: vaults,
            forks: 3
        )
    }

    private static let files = [
        "hosts": "localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n",
        "one.yml": "colour: green\nshape: round\nsize: small\n",
        "two.yml": "shape: square\n",
        "site.yml": """
        - hosts: all
          gather_facts: false
          vars_files: [dev.yml, prod.yml]
          tasks:
            - name: Show
              ansible.builtin.debug:
                msg: "{{ dev }} {{ prod }} {{ colour }} {{ shape }} {{ size }} {{ ansible_forks }} {{ 'open sesame' }}"
        """,
    ]

    @Test(
        "reaches Ansible: two vaults by their ids, files of variables below those of the definition, a user, forks",
        arguments: AnsibleProgram.installed
    )
    func reaches(program: AnsibleProgram) async throws {
        let bench = try RunBench(ansible: Execution.AnsibleProgram(program: program.path), secrets: Self.secrets)
        var files = Self.files
        files["dev.yml"] = try await Self.vaulted("dev: opened", by: "open sesame", id: "dev")
        files["prod.yml"] = try await Self.vaulted("prod: closed", by: "close sesame", id: "prod")
        let run = try await bench.run(playbook: try Self.playbook(Self.vaults), files: files)
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0))
        #expect(run.last("Show")?.message?.contains("opened closed red square small") == true)
        #expect(run.last("Show")?.message?.contains(" 3 ***") == true)
        #expect(run.text.contains("***") && !run.text.contains("sesame"))
        for index in 0...1 {
            let file = "\(bench.folder(run.id))/ansible/vault-password-\(index)"
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        }
        for file in ["output.log", "events.jsonl", "run.json"] {
            #expect(try !String(contentsOfFile: "\(bench.folder(run.id))/\(file)", encoding: .utf8).contains("sesame"))
        }
    }

    @Test("keeps the run from being started when a vault's secret is not known, and says so")
    func unknown() async throws {
        let bench = try RunBench(secrets: Self.secrets)
        let playbook = try Self.playbook([VaultID(id: "dev", secret: "vault.test")])
        let error = await #expect(throws: UnknownSecret.self) {
            _ = try await bench.start(.sample(action: .playbook(playbook)), files: Self.files)
        }
        #expect(error?.name == "vault.test")
        #expect(!Folder.somethingExists(at: bench.folder(Deployment.ID(1)) + "/started"))
    }

    private static func vaulted(_ text: String, by password: String, id: String) async throws -> String {
        let folder = "/tmp/execution-vault-\(UInt64.random(in: 0...UInt64.max))"
        try Folder.create(folder)
        defer { try? FolderRemoval.remove(folder) }
        try DurableFile.write(Array("\(password)\n".utf8), to: folder + "/password")
        try DurableFile.write(Array("\(text)\n".utf8), to: folder + "/vars.yml")
        let status = try await SpawnRequest(
            executable: "/usr/bin/ansible-vault",
            arguments: [
                "encrypt", "--vault-id", "\(id)@\(folder)/password", "--encrypt-vault-id", id, folder + "/vars.yml",
            ],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"]
        ).start().exitStatus()
        #expect(status.isSuccess)
        return try String(contentsOfFile: folder + "/vars.yml", encoding: .utf8)
    }
}
