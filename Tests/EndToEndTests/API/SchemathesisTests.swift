import Testing

/// The program that makes requests of every kind from the document, where `RECONCILER_TEST_SCHEMATHESIS` names it.
private let schemathesis = Program.environment["RECONCILER_TEST_SCHEMATHESIS"].flatMap { $0.isEmpty ? nil : $0 }

@Suite("The API, asked at random by its own document", .enabled(if: schemathesis != nil), .behindTheGate)
struct SchemathesisTests {
    @Test("answers every request as the document says, and not a byte of the store is another one afterwards")
    func everything() async throws {
        let program = try #require(schemathesis)
        try await ManyStates.withDaemon { scene in
            // Whoever followed the log of a run that goes on would wait for it.
            try await ManyStates.endRuns(of: scene)
            let store = try await StoreBytes.settled(of: scene.daemon)
            let url = "http://127.0.0.1:\(try scene.daemon.web().port)"
            let result = try await Subprocess.run(
                program,
                ["--config-file", "\(Program.checkout)/Tests/Fixtures/schemathesis.toml"]
                    + ["run", "\(url)/api/v1/openapi.json", "--url", url, "--seed", "1", "--workers", "2"],
                environment: ["HOME": scene.folder, "COLUMNS": "120"],
                in: scene.folder
            )
            #expect(result.exit == 0, "\(result)")
            // A run that found nothing to ask would pass too.
            #expect(result.output.contains(/[0-9]{3,} generated/))
            #expect(try scene.daemon.isRunning)
            #expect(try StoreBytes(of: scene.daemon) == store)
            #expect(!scene.daemon.log.contains("a request failed"), "\(scene.daemon.log)")
        }
    }
}
