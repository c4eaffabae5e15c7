import Domain
import Execution
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite("The guardian of a run")
struct GuardianTests {
    /// Starts a process that nothing but its parents connects with the run, and says its number.
    private static let stranger = """
        (env -i setsid sh -c "trap '' TERM; while :; do sleep 0.1; done" </dev/null >/dev/null 2>&1 & echo "pid $!")
        """

    @Test("ends the run when its supervisor is killed, also what has left the session and cleaned its environment")
    func killedSupervisor() async throws {
        let bench = try RunBench()
        let id = try await bench.start(
            script: """
                echo '{"name": "half", "state": "running"}'
                \(Self.stranger)
                while :; do sleep 0.05; done
                """
        )
        let stranger = try await bench.stranger(id)
        Signals.send(Signals.kill, to: try #require(bench.supervisor(id)).pid)
        let run = try await bench.follow(id)
        #expect(run.end.outcome == .interrupted)
        #expect(run.end.message == "the run's supervisor ended before the run did (signal 9)")
        #expect(run.story == ["half running"])
        #expect(run.text.contains("pid \(stranger)"))
        #expect(!bench.lives(stranger))
        #expect(try bench.processes(id).isEmpty)
        #expect(try await bench.anotherExecutor().recover(id) == .follow)
    }

    @Test("may be killed itself: the run goes on, and its supervisor leaves nothing behind")
    func killedGuardian() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "\(Self.stranger); until [ -e end ]; do sleep 0.02; done; exit 3")
        let stranger = try await bench.stranger(id)
        Signals.send(Signals.kill, to: try #require(bench.guardian(id)).pid)
        #expect(try await bench.anotherExecutor().recover(id) == .follow)
        try DurableFile.write([], to: bench.folder(id) + "/export/services/web/end")
        #expect(try await bench.follow(id).end == RunEnd(outcome: .failed, exitCode: 3, message: "exit status 3"))
        #expect(!bench.lives(stranger))
    }

    @Test("hands on to the supervisor that it shall stop")
    func stop() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "\(Self.stranger); while :; do sleep 0.05; done")
        let stranger = try await bench.stranger(id)
        Signals.send(Signals.terminate, to: try #require(bench.guardian(id)).pid)
        #expect(try await bench.follow(id).end.outcome == .interrupted)
        #expect(!bench.lives(stranger))
    }

    @Test("wakes the supervisor when it is stopped, so that the timeout comes")
    func stoppedSupervisor() async throws {
        let bench = try RunBench()
        let run = try await bench.run(script: "kill -STOP $PPID; sleep 1000", timeout: 300)
        #expect(run.end.outcome == .timedOut)
    }

    @Test("is woken with its supervisor when the run is cancelled")
    func bothStopped() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "\(Self.stranger); while :; do sleep 0.05; done")
        let stranger = try await bench.stranger(id)
        try bench.stopKeepers(id)
        try await bench.executor.cancel(id)
        #expect(try await bench.follow(id).end.outcome == .cancelled)
        #expect(!bench.lives(stranger))
    }

    @Test("is woken with its supervisor when the run's end is long due")
    func overdue() async throws {
        let bench = try RunBench()
        let run = try await bench.run(
            script: """
                \(Self.stranger)
                read -r _ _ _ guardian _ </proc/$PPID/stat
                kill -STOP $guardian $PPID
                sleep 1000
                """,
            timeout: 2_000
        )
        #expect(run.end.outcome == .timedOut)
        #expect(!bench.lives(try await bench.stranger(run.id)))
    }

    @Test("is not missed by a run that has damaged its own specification")
    func damagedSpecification() async throws {
        let bench = try RunBench()
        let id = try await bench.start(script: "echo x >../../../run.json; echo \"pid $$\"; sleep 1000")
        let main = try await bench.stranger(id)
        for keeper in [bench.guardian(id), bench.supervisor(id)] {
            Signals.send(Signals.kill, to: try #require(keeper).pid)
        }
        #expect(try await bench.follow(id).end.outcome == .interrupted)
        // Whoever is its parent now may not have collected it yet.
        #expect(ProcessTable.commandLine(of: main).isEmpty)
        try await bench.executor.discard(id)
        #expect(!Folder.somethingExists(at: bench.folder(id)))
    }

    @Test("ends with the run")
    func end() async throws {
        let bench = try RunBench()
        let id = try await bench.run(script: "exit 0").id
        try await bench.wait("it has ended") { bench.guardian(id) == nil }
    }

    @Test(
        "ends the run when its supervisor is killed though the run has removed its files",
        arguments: ["cd \"$folder\" && rm -rf ./*", "rm -rf \"$folder\""]
    )
    func withoutFiles(removal: String) async throws {
        let bench = try RunBench()
        let script = "folder=$(dirname \"$DEPLOY_CONFIG_FILE\"); \(removal); echo $PPID >\(bench.state)/supervisor"
        let id = try await bench.start(script: "\(script); cd /; while :; do sleep 0.05; done")
        var supervisor: Int32?
        try await bench.wait("it says its supervisor") {
            guard Folder.somethingExists(at: bench.state + "/supervisor") else { return false }
            let bytes = try DurableFile.read(bench.state + "/supervisor", limit: 64)
            supervisor = Int32(String(decoding: bytes.dropLast(), as: UTF8.self))
            return supervisor != nil
        }
        let marked = try bench.processes(ofRunBelow: try #require(supervisor))
        Signals.send(Signals.kill, to: try #require(supervisor))
        #expect(try await bench.follow(id).end.outcome == .interrupted)
        for process in marked { #expect(!ProcessTable.lives(process.pid, started: process.started)) }
    }
}

@Suite("A run with processes that may not be ended", .enabled(if: geteuid() == 0 && Account.find("nobody") != nil))
struct UnendableRunTests {
    @Test("is over when they are, and is held until then")
    func survivors() async throws {
        let bench = try RunBench(hasLowerRights: true) {
            $0.patience = 100
            $0.surrender = 100
        }
        let id = try await bench.startWithLowerRights(
            script: """
                #!/bin/bash
                \(bench.state)/become --reuid=0 --clear-groups sleep 1000 </dev/null >/dev/null 2>&1 &
                until [ "$(cat /proc/$!/comm)" = sleep ]; do sleep 0.01; done
                echo "pid $!"
                """
        )
        let survivor = try await bench.stranger(id)
        await #expect(throws: RunLeftovers(processes: ["sleep (\(survivor))"])) { _ = try await bench.follow(id) }
        #expect(bench.lives(survivor))
        await #expect(throws: RunLeftovers.self) { _ = try await bench.follow(id, with: bench.anotherExecutor()) }
        // With nobody left who holds the lock it is known by its number and its start.
        Signals.send(Signals.kill, to: try #require(bench.guardian(id)).pid)
        try await bench.wait("nobody holds the lock") { try !FileLock.isHeld(bench.folder(id) + "/lock") }
        await #expect(throws: RunLeftovers.self) { _ = try await bench.follow(id) }
        Signals.send(Signals.kill, to: survivor)
        try await bench.wait("nothing is left of it") { !bench.lives(survivor) }
        #expect(try await bench.follow(id).end == RunEnd(outcome: .succeeded, exitCode: 0))
    }
}

extension RunBench {
    /// The number that the script has said as "pid N".
    fileprivate func stranger(_ id: Deployment.ID) async throws -> Int32 {
        var found: Int32?
        try await wait("it says the number") {
            let lines = String(decoding: try await output(id), as: UTF8.self).split(separator: "\n")
            found = lines.first { $0.hasPrefix("pid ") }.flatMap { Int32($0.dropFirst(4)) }
            return found != nil
        }
        return try #require(found)
    }

    /// Starts a script with the rights of `nobody`, beside a program `become` that gives anybody those of root.
    fileprivate func startWithLowerRights(script: String) async throws -> Deployment.ID {
        let definition = ServiceDefinition.sample(action: .script(try RelativePath("deploy.sh")))
        let prepared = try await prepare(definition, files: ["deploy.sh": script])
        try run("/bin/chown", "-R", "nobody", state)
        try run("/bin/cp", "/usr/bin/setpriv", "\(state)/become")
        try run("/bin/chmod", "4755", "\(state)/become")
        try await prepared.start()
        return Deployment.ID(1)
    }

    private func run(_ program: String, _ arguments: String...) throws {
        #expect(try SpawnRequest(executable: program, arguments: arguments).start().wait() == .exited(0))
    }

    /// Stops guardian and supervisor, so that neither does anything.
    fileprivate func stopKeepers(_ id: Deployment.ID) throws {
        for keeper in [guardian(id), supervisor(id)] {
            Signals.send(SIGSTOP, to: try #require(keeper).pid)
        }
    }

    /// What runs below a supervisor.
    fileprivate func processes(ofRunBelow supervisor: Int32) throws -> [ProcessEntry] {
        let found = try ProcessTable.descendants(of: supervisor)
        #expect(!found.isEmpty)
        return found
    }

    fileprivate func lives(_ pid: Int32) -> Bool { kill(pid, 0) == 0 }
}
