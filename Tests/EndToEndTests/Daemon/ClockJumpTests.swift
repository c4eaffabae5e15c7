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
            let shown = try await daemon.deployments(of: "running").first?["finished"]?.string ?? ""
            let started = try await daemon.deployments(of: "running").first?["started"]?.string ?? ""
            #expect(seconds > 0 ? shown > started : shown < started, "the clock has not jumped: \(started) to \(shown)")
            try await daemon.end()
        }
    }
}
