import Domain
import Platform
import TestSupport
import Testing

@testable import GitSource

@Suite("The process that talks to a remote")
struct FetchChildTests {
    /// A script in the place of `reconciler fetch`, which notes each of its starts.
    private struct Stand {
        let folder: GitScratch
        let program: String

        init(_ script: String) throws {
            BrokenPipes.reportAsErrors()
            folder = try GitScratch("fetch")
            program = folder.file("program")
            let text = "#!/bin/sh\necho $$ >> \(folder.file("pids"))\n\(script)\n"
            // Written by another process: a file that this one has open for writing cannot be started by it.
            let writer = try SpawnRequest(
                executable: "/bin/sh",
                arguments: ["-c", "printf %s \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh", text, program],
                environment: ["PATH": "/usr/bin:/bin"]
            ).start()
            try #require(try writer.wait() == .exited(0))
        }

        func child(
            timeout: Int64 = 3_600_000,
            grace: Int64 = 1_000,
            memory: Int64 = FetchLimits.memory
        ) -> FetchChild {
            let environment = ["PATH": "/usr/bin:/bin"]
            return FetchChild(
                executable: program,
                timeout: timeout,
                environment: environment,
                grace: grace,
                memory: memory
            )
        }

        /// The processes that were started.
        var pids: [Int32] {
            // Before the first start there is no such file.
            let bytes = (try? DurableFile.read(folder.file("pids"), limit: 1 << 20)) ?? []
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { Int32($0) }
        }

        /// Whether none of them is left, not even as a zombie.
        func hasEnded() async -> Bool {
            await eventually { pids.allSatisfy { !Folder.somethingExists(at: "/proc/\($0)") } }
        }
    }

    /// A request of at least so many bytes.
    private func request(size: Int = 0, _ ref: RefRequest = .selected(.head)) throws -> FetchRequest {
        FetchRequest(
            url: try RemoteURL("file:///nowhere"),
            credentials: .none,
            certificateAuthority: String(repeating: "x", count: size),
            folder: "/nowhere",
            ref: ref,
            known: nil,
            accepted: nil,
            renew: false
        )
    }

    /// Answers polls alone.
    private static let silentToPreviews = #"""
        while read -r line; do
            case $line in *named*) ;; *) echo '{"error":"no"}' ;; esac
        done
        """#

    @Test("gives way to another one when it has taken too much memory")
    func memory() async throws {
        let stand = try Stand(
            #"while read -r line; do x=$(head -c 8000000 /dev/zero | tr '\0' x); echo '{"error":"no"}'; done"#
        )
        let (small, large) = (stand.child(memory: 4 << 20), stand.child())
        for child in [small, large] {
            for _ in 0..<3 { await #expect(throws: SourceFailure.self) { try await child.ask(request()) } }
        }
        #expect(stand.pids.count == 4)
    }

    @Test("gathers packs behind its answer: who asks next waits, and hears that the packs are others")
    func gathering() async throws {
        let stand = try Stand(
            #"""
            answer() { printf '{"object":"%040d","commit":"%040d","ancestry":"descends","renewed":false,"gathers":%s}\n' 1 1 $1; }
            read -r line; answer true
            until [ -e "$0.gate" ]; do sleep 0.05; done
            echo '{"gathered":true}'
            while read -r line; do answer false; done
            """#
        )
        let child = stand.child()
        let request = try request()
        #expect(try await !child.ask(request).renewed)
        let next = Task { try await child.ask(request) }
        let gate = try SpawnRequest(executable: "/usr/bin/touch", arguments: [stand.program + ".gate"]).start()
        #expect(try await gate.exitStatus() == .exited(0))
        #expect(try await next.value.renewed)
        #expect(try await !child.ask(request).renewed)
        #expect(stand.pids.count == 1)
    }

    @Test("that gathers packs is ended with the child that nobody needs any more")
    func gatheringEnds() async throws {
        let stand = try Stand(
            #"""
            read -r line
            printf '{"object":"%040d","commit":"%040d","ancestry":"descends","renewed":false,"gathers":true}\n' 1 1
            exec sleep 1000
            """#
        )
        var child: FetchChild? = stand.child()
        _ = try await child?.ask(request())
        child = nil
        #expect(await stand.hasEnded())
    }

    @Test("is asked again after an answer, one question at a time")
    func turns() async throws {
        let stand = try Stand(#"while read -r line; do echo '{"error":"no"}'; done"#)
        let child = stand.child()
        let request = try request()
        await withTaskGroup { group in
            for _ in 0..<50 {
                group.addTask {
                    let failure = await #expect(throws: SourceFailure.self) { try await child.ask(request) }
                    #expect(failure?.description == "no")
                }
            }
        }
        #expect(stand.pids.count == 1)
    }

    @Test("is killed and collected when it says nothing in time, or does not even read", arguments: [0, 4 << 20])
    func silent(size: Int) async throws {
        let stand = try Stand("exec sleep 1000")
        let request = try request(size: size)
        let failure = await #expect(throws: SourceFailure.self) { try await stand.child(timeout: 50).ask(request) }
        #expect(failure?.description.contains("did not answer within") == true)
        #expect(await stand.hasEnded())
    }

    @Test(
        "is killed and collected as soon as its task is cancelled, and the next one starts anew",
        arguments: [0, 4 << 20]
    )
    func cancelled(size: Int) async throws {
        let stand = try Stand("exec sleep 1000")
        let child = stand.child()
        let request = try request(size: size)
        for round in 1...20 {
            let asking = Task { try await child.ask(request) }
            let queued = Task { try await child.ask(request) }
            #expect(await eventually { stand.pids.count >= round })
            queued.cancel()
            asking.cancel()
            await #expect(throws: CancellationError.self) { try await asking.value }
            await #expect(throws: CancellationError.self) { try await queued.value }
        }
        #expect(await stand.hasEnded())
    }

    @Test("answers a poll before the previews that wait, and ends the one that says nothing for it")
    func pollsFirst() async throws {
        let stand = try Stand(FetchChildTests.silentToPreviews)
        let child = stand.child(grace: 0)
        let (poll, preview) = (try request(), try request(.named("other")))
        let previews = (0..<20).map { _ in Task { try await child.askBehindPolls(preview) } }
        for round in 1...5 {
            #expect(await eventually { stand.pids.count == round })
            await #expect(throws: SourceFailure.self) { try await child.ask(poll) }
        }
        for task in previews { task.cancel() }
        for task in previews { await #expect(throws: CancellationError.self) { try await task.value } }
    }

    @Test("answers a preview after the poll that came first, without being asked again")
    func afterPoll() async throws {
        // The first process says nothing.
        let script = #"""
            [ "$(wc -l < "${0%/*}/pids")" -gt 1 ] || exec sleep 1000
            while read -r line; do echo '{"error":"no"}'; done
            """#
        let stand = try Stand(script)
        let child = stand.child(grace: 0)
        let (poll, preview) = (try request(), try request(.named("other")))
        let asking = Task { try await child.askBehindPolls(preview) }
        #expect(await eventually { stand.pids.count == 1 })
        await #expect(throws: SourceFailure.self) { try await child.ask(poll) }
        let failure = await #expect(throws: SourceFailure.self) { try await asking.value }
        #expect(failure?.description == "no")
        #expect(stand.pids.count == 2)
    }

    @Test("lets a preview that goes on for a moment have its answer, though a poll waits")
    func grace() async throws {
        let stand = try Stand(
            #"while read -r line; do until [ -e "${0%/*}/gate" ]; do sleep 0.01; done; echo '{"error":"no"}'; done"#
        )
        let child = stand.child(grace: 3_600_000)
        let (poll, preview) = (try request(), try request(.named("other")))
        let previewing = Task { try await child.askBehindPolls(preview) }
        #expect(await eventually { stand.pids.count == 1 })
        let polling = Task { try await child.ask(poll) }
        try DurableFile.write([], to: stand.folder.file("gate"))
        await #expect(throws: SourceFailure.self) { try await previewing.value }
        await #expect(throws: SourceFailure.self) { try await polling.value }
        #expect(stand.pids.count == 1)
    }

    @Test("tells a preview to come again when polls come first for as long as an exchange may take")
    func neverItsTurn() async throws {
        let stand = try Stand(FetchChildTests.silentToPreviews)
        let child = stand.child(timeout: 1_000, grace: 0)
        let (poll, preview) = (try request(), try request(.named("other")))
        let asking = Task { try await child.askBehindPolls(preview) }
        let polling = Task {
            // What it comes to does not matter here.
            while !Task.isCancelled { _ = try? await child.ask(poll) }
        }
        let failure = await #expect(throws: SourceFailure.self) { try await asking.value }
        polling.cancel()
        await polling.value
        #expect(failure?.description.contains("came first") == true, "\(String(describing: failure))")
    }

    @Test("is told apart from a remote when it ends by itself")
    func ended() async throws {
        let stand = try Stand("exit 3")
        let request = try request()
        let failure = await #expect(throws: SourceFailure.self) { try await stand.child().ask(request) }
        #expect(failure?.description.contains("exit status 3") == true, "\(String(describing: failure))")
        #expect(await stand.hasEnded())
    }

    @Test("keeps no thread while hundreds of them say nothing: the reading of other sources goes on")
    func many() async throws {
        let stand = try Stand("exec sleep 1000")
        let request = try request()
        let asking = (0..<300).map { _ in
            let child = stand.child()
            return Task { try await child.ask(request) }
        }
        #expect(await eventually { stand.pids.count == 300 })
        #expect(try await Workers.git.run { 7 } == 7)
        for task in asking { task.cancel() }
        for task in asking { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(await stand.hasEnded())
    }
}
