import Foundation
import Glibc
import Platform
import Testing

/// A config repository with a daemon that follows it, in a folder of their own.
struct Scene: Sendable {
    let folder: String
    let repository: ConfigRepository
    let daemon: DaemonUnderTest

    /// Where the scripts and playbooks of ``Samples`` write a line for each time that they ran.
    var trace: Trace { Trace(folder: folder) }
}

/// Gives `body` a running daemon on a repository that holds `services`, and leaves nothing of it behind.
///
/// The services are the first commit; the daemon starts when it is pushed, as `configure` says.
func withDaemon(
    on services: (Trace) -> [ConfigRepository.Change],
    configure: @Sendable (inout DaemonUnderTest.Options) -> Void = { _ in },
    _ body: (Scene) async throws -> Void
) async throws {
    try await withFolder { folder in
        let repository = try await ConfigRepository(in: folder)
        try await repository.push(services(Trace(folder: folder)), message: "Start")
        var options = DaemonUnderTest.Options(repository: repository.bare)
        configure(&options)
        let daemon = try await DaemonUnderTest(in: folder, options)
        try await body(Scene(folder: folder, repository: repository, daemon: daemon))
    }
}

/// Gives `body` a folder; whatever runs in it afterwards is ended, and the daemon's log is shown if `body` failed.
func withFolder(_ body: (String) async throws -> Void) async throws {
    await Gate.daemons.enter()
    do {
        let workspace = try Workspace()
        do {
            try await body(workspace.path)
        } catch {
            let log = TextFile.read("\(workspace.path)/daemon.log") ?? ""
            Issue.record(error, "The daemon's log:\n\(log)")
        }
        try await Leftovers.end(in: workspace.path)
    } catch {
        Issue.record(error)
    }
    await Gate.daemons.leave()
}

/// Processes that belong to a test's folder.
enum Leftovers {
    /// Ends the daemons politely, then everything else, and waits until nothing is left.
    static func end(in folder: String) async throws {
        for pid in processes(of: folder) { kill(pid, SIGTERM) }
        let clock = ContinuousClock()
        let patience = clock.now + .seconds(5)
        try await waitUntil("every process of \(folder) has ended") {
            let left = processes(of: folder)
            if clock.now > patience { for pid in left { kill(pid, SIGKILL) } }
            return left.isEmpty
        }
    }

    /// The processes whose command line or environment names `folder`; zombies have neither.
    static func processes(of folder: String) -> [Int32] {
        all.filter { pid in ["cmdline", "environ"].contains { text($0, of: pid).contains("\(folder)/") } }
    }

    /// Those of them that belong to a run.
    static func ofRuns(in folder: String) -> [Int32] {
        processes(of: folder).filter { text("environ", of: $0).contains("RECONCILER_RUN=") }
    }

    private static var all: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { $0 != getpid() }
    }

    /// A process that has just ended cannot be read any more.
    private static func text(_ file: String, of pid: Int32) -> String { TextFile.read("/proc/\(pid)/\(file)") ?? "" }
}
