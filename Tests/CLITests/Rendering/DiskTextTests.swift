import Domain
import Testing

@testable import CLI

@Suite("The disk for people")
struct DiskTextTests {
    @Test("is one line, and another one when no run starts")
    func lines() throws {
        let disk = try Samples.json(
            #"""
            {"store_bytes": 12582912, "log_bytes": 1610612736, "run_bytes": 0, "source_bytes": 2048,
             "free_bytes": 104857600, "shortage": "only 100 MiB are free", "limits": {"total_log_bytes": 10737418240}}
            """#
        )
        #expect(
            DiskText.lines(disk) == [
                "Disk: store 12 MiB, outputs 1.5 GiB of 10 GiB, runs 0 B, repositories 2 KiB, free 100 MiB",
                "No run starts, because only 100 MiB are free.",
            ]
        )
    }

    @Test("is nothing as long as nobody has looked")
    func nothing() throws {
        #expect(DiskText.lines(nil).isEmpty)
        #expect(DiskText.lines(try Samples.json(#"{"store_bytes": null, "shortage": null}"#)).isEmpty)
    }
}
