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

        func child(timeout: Int64 = 3_600_000) -> FetchChild {
            FetchChild(executable: program, timeout: timeout, environment: ["PATH": "/usr/bin:/bin"])
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
    private func request(size: Int = 0) throws -> FetchRequest {
        FetchRequest(
            url: try RemoteURL("file:///nowhere"),
            credentials: .none,
            certificateAuthority: String(repeating: "x", count: size),
            folder: "/nowhere",
            ref: .selected(.head),
            known: nil,
            accepted: nil,
            renew: false
        )
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
