import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

@Suite("A secret of a run")
struct RunSecretsTests {
    private static let value = "correct-horse\n\"battery\""

    private static func secrets(vaultPassword: String? = nil) -> RunSecrets {
        RunSecrets(
            value: { name, service in
                guard name == "db" else { throw UnknownSecret(name: name) }
                return "\(value)-of-\(service)"
            },
            vaultPassword: { vaultPassword }
        )
    }

    private static let environment = [
        EnvironmentVariable(name: "DB", secret: "db"), EnvironmentVariable(name: "PLAIN", value: "shown"),
    ]

    @Test("reaches the run in its environment and its configuration")
    func handed() async throws {
        let run = try await RunBench(secrets: Self.secrets()).run(
            script: """
                printf %s "$DB" | sha256sum; echo "$PLAIN"
                python3 -c 'import json,os,hashlib; e=json.load(open(os.environ["DEPLOY_CONFIG_FILE"]))["context"]["env"]
                assert e["DB"] == os.environ["DB"] and e["PLAIN"] == "shown"; print(len(e["DB"]))'
                """,
            environment: Self.environment
        )
        #expect(run.end.outcome == .succeeded)
        #expect(run.text.contains("shown\n\("\(Self.value)-of-web".utf8.count)\n"))
    }

    @Test("is the token by which it reports, if the daemon makes one")
    func token() async throws {
        var secrets = Self.secrets()
        secrets.token = { deployment, timeout in "token of \(deployment) for \(timeout > 0)" }
        let run = try await RunBench(secrets: secrets).run(
            script: #"""
                python3 - <<'END'
                import json, os, urllib.request
                config = json.load(open(os.environ["DEPLOY_CONFIG_FILE"]))
                assert config["access_token"] == "token of %d for true" % config["deployment_id"], "not the daemon's"
                request = urllib.request.Request(config["steps_url"], json.dumps({"name": "a", "state": "success"}).encode())
                request.add_header("Authorization", "Bearer " + config["access_token"])
                print(urllib.request.urlopen(request).status)
                END
                """#
        )
        #expect(run.text == "200\n")
    }

    @Test("is masked in output, steps and messages, cut or written as JSON")
    func masked() async throws {
        let bench = try RunBench(secrets: Self.secrets())
        let run = try await bench.run(
            script: #"""
                printf '%s' "${DB:0:9}"; sleep 0.1; printf '%s\n' "${DB:9}"
                python3 -u - <<'END'
                import json, os
                db = os.environ["DB"]
                pad = "x" * 4080
                print(json.dumps({"name": "cut", "state": "success", "message": pad + " " + db}))
                hidden = "".join("\\u%04x" % ord(c) for c in db)
                print('{"name": "escaped", "state": "failure", "message": "it is ' + hidden + '"}')
                END
                echo "bad $DB" >&2; exit 4
                """#,
            environment: Self.environment
        )
        #expect(run.text.hasPrefix("***\n"))
        #expect(run.last("escaped")?.message == "it is ***")
        #expect(run.last("cut")?.message?.hasSuffix("x ***") == true)
        #expect(run.end.message == "step \"escaped\" failed: it is ***")
        for file in ["output.log", "events.jsonl", "exit.json", "run.json"] {
            let text = try String(contentsOfFile: "\(bench.folder(run.id))/\(file)", encoding: .utf8)
            #expect(!text.contains("correct") && !text.contains("battery"), "\(file)")
        }
    }

    @Test("keeps the run from being started when it is not known, and says so")
    func unknown() async throws {
        let bench = try RunBench()
        let error = await #expect(throws: UnknownSecret.self) {
            _ = try await bench.start(script: "true", environment: Self.environment)
        }
        #expect(
            error?.description
                == "the secret \"db\" is not in the daemon's configuration; add it to \"secrets\" there"
        )
        #expect(!Folder.somethingExists(at: bench.folder(Deployment.ID(1)) + "/started"))
    }

    @Test("may be the password of Ansible's vault, which only the playbook's run can read")
    func vault() async throws {
        let bench = try RunBench(secrets: Self.secrets(vaultPassword: "open sesame"))
        let run = try await bench.run(
            playbook: ServiceDefinition.Playbook(path: RelativePath("site.yml"), inventory: [RelativePath("hosts")]),
            files: ["site.yml": Self.site, "vars.yml": try await Self.vaulted(), "hosts": Self.host]
        )
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0))
        #expect(run.last("Show")?.message?.contains("opened") == true)
        #expect(run.text.contains("the password is ***") && !run.text.contains("sesame"))
        let file = "\(bench.folder(run.id))/ansible/vault-password"
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }

    private static let host = "localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n"

    private static let site = """
        - hosts: all
          gather_facts: false
          vars_files: [vars.yml]
          tasks:
            - name: Show
              ansible.builtin.debug:
                msg: "{{ hidden }}, the password is open sesame"
        """

    /// `hidden: opened`, encrypted with the password.
    private static func vaulted() async throws -> String {
        let folder = "/tmp/execution-vault-\(UInt64.random(in: 0...UInt64.max))"
        try Folder.create(folder)
        defer { try? FolderRemoval.remove(folder) }
        try DurableFile.write(Array("open sesame\n".utf8), to: folder + "/password")
        try DurableFile.write(Array("hidden: opened\n".utf8), to: folder + "/vars.yml")
        let status = try await SpawnRequest(
            executable: "/usr/bin/ansible-vault",
            arguments: ["encrypt", "--vault-password-file", folder + "/password", folder + "/vars.yml"],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"]
        ).start().exitStatus()
        #expect(status.isSuccess)
        return try String(contentsOfFile: folder + "/vars.yml", encoding: .utf8)
    }
}
