import Domain
import TestSupport
import Testing

@Suite("A jump of the clock")
struct ClockJumpTests {
    /// An hour back, a year ahead, in seconds.
    static let jumps: [Int64] = [-3_600, 365 * 86_400]

    @Test("deploys nothing, retries nothing, and times out nothing", arguments: jumps)
    func jump(seconds: Int64) async throws {
        let retry = JSONValue.members(["backoff": .string("1h"), "max_backoff": .string("1h")])
        let services: (Trace) -> [ConfigRepository.Change] = { trace in
            trace.samples.script("good") + trace.samples.script("waiting", body: "exit 1", ["retry": retry])
                + trace.samples.script(
                    "running",
                    body: "while [ ! -e \"$TRACE.1\" ]; do sleep 0.05; done",
                    ["timeout": .string("1h")]
                )
        }
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(services(trace))
            let clock = try ShiftedClock(file: "\(folder)/clock")
            var options = DaemonUnderTest.Options(repository: repository.bare)
            options.interval = "200ms"
            options.environment = clock.environment
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await daemon.waitFor("good", "succeeded")
            try await daemon.waitFor("waiting", "failed")
            try await daemon.waitFor("running", "running")

            try clock.jump(to: seconds)
            let before = try await daemon.run("status", "-o", "json").json()
            let polls = daemon.log.split(separator: "\n").count { $0.contains("polled") }
            try await waitUntil("it goes on polling") {
                daemon.log.split(separator: "\n").count { $0.contains("polled") } >= polls + 5
            }
            let after = try await daemon.run("status", "-o", "json").json()
            #expect(before["seq"] == after["seq"])
            #expect(before["deployments"] == after["deployments"])
            #expect(trace.lines.sorted() == ["good 1", "running 1", "waiting 1"])

            try TextFile.write("", to: "\(trace.path).1")
            try await daemon.waitFor("running", "succeeded")
            // The run's own clock has not jumped.
            let shown = try await daemon.source()?["observed"]?.string ?? ""
            let started = try await daemon.deployments(of: "running").first?["started"]?.string ?? ""
            #expect(seconds > 0 ? shown > started : shown < started, "the clock has not jumped: \(started) to \(shown)")

            // With each run that ends it is looked at what has waited long enough.
            for version in 2...3 {
                try await repository.push(trace.samples.script("good", version: "\(version)"))
                try await daemon.waitFor("good", "succeeded", count: version)
            }
            #expect(trace.lines.sorted() == ["good 1", "good 2", "good 3", "running 1", "waiting 1"])
            #expect(try await daemon.states(of: "waiting") == ["failed"])
            try await daemon.end()
        }
    }

    @Test("lets no remote hang longer than its timeout", arguments: jumps)
    func hungRemote(seconds: Int64) async throws {
        try await withFolder { folder in
            let hung = try GitStrangeServer()
            let clock = try ShiftedClock(file: "\(folder)/clock")
            let source = JSONValue.members([
                "name": .string("hung"), "url": .string("git://127.0.0.1:\(hung.port)/config.git"),
                "timeout": .string("2s"), "interval": .string("100ms"),
            ])
            var options = DaemonUnderTest.Options(arguments: ["--sources", JSONValue.array([source]).text()])
            options.interval = nil
            options.environment = clock.environment
            let daemon = try await DaemonUnderTest(in: folder, options)
            let failures = { try await daemon.source("hung")?["consecutive_failures"]?.integer ?? 0 }
            try await waitUntil("it has failed") { try await failures() >= 1 }

            let connections = hung.connections
            try await waitUntil("it is asked again") { hung.connections > connections }
            try clock.jump(to: seconds)
            let before = try await failures()
            try await waitUntil("it goes on failing") { try await failures() >= before + 2 }
            #expect(try await daemon.source("hung")?["message"]?.string?.contains("did not answer within 2s") == true)
            try await daemon.end()
            withExtendedLifetime(hung) {}
        }
    }
}
