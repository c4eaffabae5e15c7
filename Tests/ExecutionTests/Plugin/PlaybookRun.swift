import Foundation
import Testing

/// What a run of a playbook with the plugin left: its events, its output, its exit status.
struct PlaybookRun: Sendable {
    let lines: Data
    let events: [PluginEvent]
    let output: String
    let status: Int32

    /// Runs a playbook of `Tests/Fixtures/playbooks`, in the folder that holds it.
    ///
    /// `reads` is how often the other end of the socket is read before it is closed; nil is to the end.
    static func of(
        _ playbook: String,
        with ansible: AnsibleProgram,
        arguments: [String] = [],
        environment: [String: String] = [:],
        reads: Int? = nil
    ) async throws -> PlaybookRun {
        let folder = try PluginFolder()
        let file = URL(fileURLWithPath: playbook, relativeTo: URL(fileURLWithPath: PluginFolder.playbooks + "/"))
        let listener = try folder.write(Self.listener, to: "listener.py")
        let status = try await launch(
            ["python3", listener, folder.path("events"), "\(reads ?? -1)", ansible.path]
                + ["-i", PluginFolder.playbooks + "/hosts.ini", file.lastPathComponent] + arguments,
            in: file.deletingLastPathComponent(),
            environment: folder.environment(environment),
            output: folder.path("output")
        )
        return try PlaybookRun(
            lines: folder.read("events"),
            events: PluginEvent.read(folder.read("events")),
            output: String(decoding: folder.read("output"), as: UTF8.self),
            status: status
        )
    }

    func events(_ kind: String) -> [PluginEvent] { events.filter { $0.event == kind } }

    /// The results of the task of that name, by host.
    func results(_ name: String) -> [PluginEvent] {
        events.filter { $0.event == "result" && $0.name == name }.sorted { ($0.host ?? "") < ($1.host ?? "") }
    }

    /// The events of one kind that name the task of that name.
    func events(_ kind: String, of name: String) -> [PluginEvent] {
        let ids = Set(events.filter { $0.name == name }.compactMap(\.task))
        return events.filter { event in event.event == kind && event.task.map(ids.contains) == true }
    }

    /// All hosts of the last statistics.
    var statistics: [String: PluginEvent.Counts] {
        events("stats").reduce(into: [:]) { $0.merge($1.hosts ?? [:]) { $1 } }
    }

    /// Runs a program to its end, what it prints into a file, and gives its exit status.
    static func launch(
        _ command: [String],
        in folder: URL,
        environment: [String: String],
        output: String
    ) async throws -> Int32 {
        try #require(FileManager.default.createFile(atPath: output, contents: nil))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }

    /// Stands for the program that starts Ansible: hands down one end of a socket pair and keeps what comes out of
    /// the other.
    private static let listener = """
        import os, socket, subprocess, sys

        lines, reads, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
        ours, theirs = socket.socketpair()
        environment = dict(os.environ, RECONCILER_EVENTS_FD=str(theirs.fileno()))
        run = subprocess.Popen(command, env=environment, pass_fds=[theirs.fileno()])
        theirs.close()
        with open(lines, 'wb') as file:
            while reads != 0:
                data = ours.recv(65536)
                if not data:
                    break
                file.write(data)
                reads -= 1
        ours.close()
        sys.exit(run.wait())
        """
}

/// Runs that several tests look at, each made once.
actor PlaybookRuns {
    static let shared = PlaybookRuns()

    private var runs: [String: Task<PlaybookRun, any Error>] = [:]

    func of(_ playbook: String, with ansible: AnsibleProgram) async throws -> PlaybookRun {
        let run =
            runs["\(playbook) \(ansible.path)"] ?? Task { try await PlaybookRun.of(playbook, with: ansible) }
        runs["\(playbook) \(ansible.path)"] = run
        return try await run.value
    }
}
