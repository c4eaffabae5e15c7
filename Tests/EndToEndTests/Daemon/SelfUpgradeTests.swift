import Domain
import Glibc
import Platform
import Testing

@Suite("A daemon that deploys itself")
struct SelfUpgradeTests {
    /// What an upgrade does: it stops the daemon, waits until it has gone, and then for the one that the service
    /// manager starts.
    static let upgrade = #"""
        pid=$(cat "$TRACE.pid")
        kill -TERM "$pid"
        while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
        touch "$TRACE.stopped"
        while [ ! -e "$TRACE.started" ]; do sleep 0.05; done
        """#

    @Test("succeeds once, by a script that stops and starts it")
    func script() async throws {
        let body = "while [ ! -e \"$TRACE.pid\" ]; do sleep 0.05; done\n" + Self.upgrade
        try await expectUpgrade(of: { $0.samples.script("reconciler", body: body) })
    }

    @Test("succeeds once, by a playbook that stops and starts it")
    func playbook() async throws {
        try await expectUpgrade { trace in
            let lines = ("while [ ! -e \"$TRACE.pid\" ]; do sleep 0.05; done\n" + Self.upgrade).split(separator: "\n")
            let task = "\n- name: Upgrade\n  ansible.builtin.shell: |\n" + lines.map { "    \($0)\n" }.joined()
            return trace.samples.playbook("reconciler")
                + [.file("reconciler/roles/noted/tasks/main.yml", Samples.note + task)]
        }
    }

    private func expectUpgrade(of services: @escaping (Trace) -> [ConfigRepository.Change]) async throws {
        try await withDaemon(on: services) { scene in
            let id = try #require(try await scene.daemon.waitFor("reconciler", "running")["id"]?.integer)
            try TextFile.write("\(scene.daemon.pid)\n", to: "\(scene.trace.path).pid")
            try await waitUntil("the daemon has stopped") { try !scene.daemon.isRunning }
            try await waitUntil("the upgrade knows") { Folder.somethingExists(at: "\(scene.trace.path).stopped") }
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try TextFile.write("", to: "\(scene.trace.path).started")

            let ended = try await next.waitFor("reconciler", "succeeded")
            #expect(ended["id"]?.integer == id)
            #expect(try await next.sync().exit == 0)
            #expect(try await next.states(of: "reconciler") == ["succeeded"])
            #expect(scene.trace.lines == ["reconciler 1"])
            try await next.end()
        }
    }
}
