import Platform

/// A folder that is there for one test.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        path = "/tmp/platform-tests-\(UInt64.random(in: 0...UInt64.max))"
        try Folder.create(path)
    }

    deinit {
        // A test that left something irremovable behind has failed already.
        try? FolderRemoval.remove(path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Runs a shell script, and says how it ended and what it printed.
func shell(
    _ script: String,
    environment: [String: String] = ["PATH": "/usr/bin:/bin"],
    in folder: String? = nil,
    descriptors: [Int32: Int32] = [:],
    newSession: Bool = false
) throws -> (status: ExitStatus, output: String) {
    let pipe = try Pipe()
    let child = try SpawnRequest(
        executable: "/bin/sh",
        arguments: ["-c", script],
        environment: environment,
        workingDirectory: folder,
        descriptors: descriptors.merging([1: pipe.writer.number]) { $1 },
        newSession: newSession
    ).start()
    let output = try pipe.takeReader().readAll(limit: 1_000_000)
    return (try child.wait(), String(decoding: output, as: UTF8.self))
}

/// Waits until the condition holds; the deadline is there for tests that fail.
///
/// What was just closed may stay open a moment longer, in the child that another test is starting.
func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    let end = BootClock.now() + 180_000
    while BootClock.now() < end {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(2))
    }
    return try condition()
}
