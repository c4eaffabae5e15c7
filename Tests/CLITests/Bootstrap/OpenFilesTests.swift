import Testing

@testable import CLI

@Suite("How many connections a listener has")
struct OpenFilesTests {
    @Test(
        "leaves files to the rest of the daemon, and has an end",
        arguments: [
            (1_024, 2, 384), (1_024, 3, 256), (4_096, 2, 1_920), (524_288, 2, 16_384), (100, 2, 64), (0, 3, 64),
            (UInt64.max, 1, 16_384),
        ] as [(UInt64, Int, Int)]
    )
    func share(limit: UInt64, listeners: Int, connections: Int) {
        let files = OpenFiles(forRuns: 1_024, forDaemon: limit)
        #expect(files.connections(ofEachOf: listeners) == connections)
        #expect(OpenFiles(forRuns: 1, forDaemon: 1_024).connections(ofEachOf: 2, besides: 128) == 320)
    }
}
