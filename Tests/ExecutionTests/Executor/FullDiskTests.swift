import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

@Suite("A run whose disk fills up")
struct FullDiskTests {
    @Test("ends with a failure that says so, and with nothing left of it", .enabled(if: SmallDisk.isPossible))
    func output() async throws {
        let bench = try RunBench()
        let disk = try SmallDisk(at: bench.state, size: "1m")
        let run = try await bench.run(
            script: """
                (setsid sleep 1000 </dev/null >/dev/null 2>&1 &)
                while :; do echo "something that goes on and on and on and on"; done
                """
        )
        #expect(run.end.outcome == .failed)
        #expect(run.end.message?.hasPrefix("what the run says could not be kept: could not write") == true)
        #expect(run.end.message?.hasSuffix("No space left on device") == true)
        #expect(try bench.processes(run.id).isEmpty)
        disk.remove()
    }
}
