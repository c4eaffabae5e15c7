import Domain
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite("A run that is lost")
struct LostRunTests {
    /// Two tries, soon after each other.
    static let quick: KeyValuePairs<String, JSONValue> = [
        "retry": .members(["limit": .integer(1), "backoff": .string("50ms")])
    ]

    /// A script that leaves processes behind and hangs, unless it may go on.
    static let hanging = "sleep 971 & setsid sleep 972 & [ -e \"$TRACE.go\" ] || sleep 973"

    @Test("with its supervisor ends as interrupted, leaves nothing, and is tried again", arguments: [false, true])
    func supervisorKilled(withGuardian: Bool) async throws {
        try await withDaemon(on: { $0.samples.script("web", body: Self.hanging, Self.quick) }) { scene in
            try await scene.daemon.waitFor("web", "running")
            try await waitUntil("the script runs") { scene.trace.lines == ["web 1"] }
            try TextFile.write("", to: "\(scene.trace.path).go")
            let guardians = withGuardian ? Supervisors.guardians(of: scene.daemon.stateDir) : []
            for pid in guardians + Supervisors.of(scene.daemon.stateDir) { kill(pid, SIGKILL) }

            try await scene.daemon.waitFor("web", "succeeded", count: 2)
            #expect(try await scene.daemon.states(of: "web") == ["interrupted", "succeeded"])
            #expect(try await scene.daemon.deployments(of: "web").first?["origin"]?.string == "retry")
            #expect(scene.trace.lines == ["web 1", "web 1"])
            try await waitUntil("nothing is left") { Leftovers.ofRuns(in: scene.folder).isEmpty }
        }
    }

    @Test("with the machine ends as interrupted and is tried again, when a daemon starts on the next boot")
    func machineRestart() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: Self.hanging, Self.quick) }) { scene in
            guard try await Boot.canBeAnother(in: scene.folder) else {
                print("skipped: only root may give the daemon another boot id")
                return
            }
            try await scene.daemon.waitFor("web", "running")
            try await waitUntil("the script runs") { scene.trace.lines == ["web 1"] }
            // A machine that stops takes all of them at once.
            try await scene.daemon.end(SIGKILL)
            for pid in Supervisors.all(of: scene.daemon.stateDir) + Leftovers.processes(of: scene.folder) {
                kill(pid, SIGKILL)
            }
            try TextFile.write("", to: "\(scene.trace.path).go")
            var options = scene.daemon.options
            options.wrapper = try Boot.another(in: scene.folder)
            let next = try await DaemonUnderTest(in: scene.folder, options)
            try await next.waitFor("web", "succeeded", count: 2)
            #expect(try await next.states(of: "web") == ["interrupted", "succeeded"])
            #expect(scene.trace.lines == ["web 1", "web 1"])
            try await next.end()
        }
    }

    @Test("by a later version of the program is left as it is, with an error that says so")
    func laterFormat() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: Self.hanging, Self.quick) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            try await waitUntil("the script runs") { scene.trace.lines == ["web 1"] }
            try await scene.daemon.end(SIGKILL)
            for pid in Supervisors.all(of: scene.daemon.stateDir) { kill(pid, SIGKILL) }
            let folder = "\(scene.daemon.stateDir)/runs/\(id)"
            let text = try #require(TextFile.read("\(folder)/run.json"))
            try TextFile.write(text.replacing("\"format\":1", with: "\"format\":99"), to: "\(folder)/run.json")
            let before = try Folder.names(in: folder)

            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try await waitUntil("the daemon says so") {
                next.log.contains("run.json has the format 99, not 1; another version may have written it")
            }
            #expect(try await next.deployment(id)["state"]?.string == "running")
            #expect(try Folder.names(in: folder) == before)
            #expect(scene.trace.lines == ["web 1"])
            try await next.end()
        }
    }
}

/// The supervisors of a daemon's runs.
enum Supervisors {
    static func of(_ stateDir: String) -> [Int32] {
        RunProcesses.living(.supervisor, below: "\(stateDir)/runs").map(\.pid)
    }

    /// The processes that have started them.
    static func guardians(of stateDir: String) -> [Int32] {
        RunProcesses.living(.guardian, below: "\(stateDir)/runs").map(\.pid)
    }

    /// The guardians first, so that none of them goes on for its supervisor.
    static func all(of stateDir: String) -> [Int32] { guardians(of: stateDir) + of(stateDir) }
}

/// Another start of the machine, as one program sees it: the boot's id is another one in a mount namespace of its own.
private enum Boot {
    /// The command in front of the program.
    static func another(in folder: String) throws -> [String] {
        try TextFile.write("00000000-1111-2222-3333-444444444444\n", to: "\(folder)/boot_id")
        let mount = "mount --bind '\(folder)/boot_id' /proc/sys/kernel/random/boot_id && exec \"$@\""
        return ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", mount, "sh"]
    }

    static func canBeAnother(in folder: String) async throws -> Bool {
        let command = try another(in: folder) + ["/bin/true"]
        return try await Subprocess.run(command[0], Array(command.dropFirst())).exit == 0
    }
}
