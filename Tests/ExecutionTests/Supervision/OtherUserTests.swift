import Domain
import Execution
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite("A run with another user's rights", .enabled(if: geteuid() == 0 && Account.find("nobody") != nil))
struct OtherUserTests {
    private func bench(secrets: RunSecrets = .none) throws -> RunBench {
        try RunBench(secrets: secrets, account: Account.find("nobody"))
    }

    @Test("has them and no others, and its files are its own")
    func rights() async throws {
        let bench = try bench()
        let run = try await bench.run(
            script: """
                echo "$(id -un) $(id -gn) $(id -G) $HOME $(umask)"
                echo "$(stat -c '%U %a' .) $(stat -c '%U %a' "$DEPLOY_CONFIG_FILE") $(stat -c %U "$0")"
                python3 -c 'import json,os; print(json.load(open(os.environ["DEPLOY_CONFIG_FILE"]))["deployment_id"])'
                touch made && cat beside.txt && echo anew > /dev/stdout
                ls \(bench.state) 2>/dev/null || echo closed
                env | grep -c RECONCILER_RUN; ls -m /proc/self/fd
                [ "$PWD" = "$(realpath .)" ] && [ "$(cd .. && ls)" = web ] && echo here
                """,
            files: ["beside.txt": "read\n"]
        )
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(5) == [
                "nobody nogroup 65534 /nonexistent 0022", "nobody 755 nobody 600 nobody", "1", "read", "anew",
            ]
        )
        #expect(lines.contains("closed") && lines.suffix(3) == ["1", "0, 1, 2, 3", "here"])
        #expect(run.end.outcome == .succeeded)
    }

    @Test("leaves nothing outside of the state folder")
    func nothingLeft() async throws {
        let bench = try bench()
        let run = try await bench.run(script: "pwd; mkdir -p a/b && chmod 0 a/b")
        let place = "/" + run.text.split(separator: "/").prefix(3).joined(separator: "/")
        #expect(place.hasPrefix("/var/tmp/reconciler-") && Folder.somethingExists(at: place))
        try await bench.executor.discard(run.id)
        #expect(!Folder.somethingExists(at: place))
    }

    @Test("cannot be started for the same reasons as any other")
    func cannotStart() async throws {
        let run = try await bench().run(script: "#!/no/such/thing\n")
        #expect(
            run.end.message
                == "could not be started: deploy.sh asks for the interpreter \"/no/such/thing\", which is not there"
        )
    }

    @Test("is ended like any other")
    func cancelled() async throws {
        let bench = try bench()
        let id = try await bench.start(script: "trap '' TERM; echo ready; setsid sleep 1000 & sleep 1000; sleep 1000")
        try await bench.wait("it says that it is ready") { try await !bench.output(id).isEmpty }
        try await bench.executor.cancel(id)
        #expect(try await bench.follow(id).end.outcome == .cancelled)
        #expect(try bench.processes(id).isEmpty)
    }

    @Test("may be a playbook's, with a vault")
    func playbook() async throws {
        let bench = try bench(secrets: RunSecrets(value: { name, _ in name }, vaultPassword: { "open sesame" }))
        let remote = "/tmp/execution-remote-\(UInt64.random(in: 0...UInt64.max))"
        defer { try? FolderRemoval.remove(remote) }
        let run = try await bench.run(
            playbook: ServiceDefinition.Playbook(path: RelativePath("site.yml"), inventory: [RelativePath("hosts")]),
            files: [
                "hosts": "localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3 "
                    + "ansible_remote_tmp=\(remote)\n",
                "site.yml": """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - name: Who
                      ansible.builtin.command: id -un
                      register: who
                    - name: Show
                      ansible.builtin.debug:
                        msg: "it is {{ who.stdout }} in {{ playbook_dir }}"
                """,
            ]
        )
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0), "\(run.text)")
        #expect(run.last("Show")?.message?.contains("it is nobody in /var/tmp/reconciler-") == true)
    }
}
