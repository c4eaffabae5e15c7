import Domain
import Platform
import TestSupport
import Testing

/// A daemon that follows a good repository and a hostile one, with little memory and a small disk.
struct HostileScene: Sendable {
    /// In milliseconds: the poll's own time, that of the reading, and what a busy machine adds.
    private static let longestPoll = Int64(HostileBudget.time + 35) * 1_000
    /// A process of the daemon that would take more gets none.
    private static let addressSpace: Int64 = 6 << 30
    private static let mostMemory: Int64 = 640 << 20
    /// Of all exports and the clones together.
    private static let mostBytes: Int64 = 256 << 20
    private static let mostFiles: Int64 = 60_000

    let folder: String
    let good: ConfigRepository
    let hostile: HostileRemote
    let daemon: DaemonUnderTest
    let disk: SmallDisk?
    private let peak: DiskPeak?

    init(in folder: String) async throws {
        self.folder = folder
        good = try await ConfigRepository(in: folder, name: "good")
        hostile = try HostileRemote(names: "hostile")
        try await good.push(Trace(folder: folder).samples.script("web", version: "0"))
        try Folder.create("\(folder)/state")
        disk = SmallDisk.isPossible ? try SmallDisk(at: "\(folder)/state", size: "512m") : nil
        peak = disk.map { DiskPeak(of: $0) }
        daemon = try await DaemonUnderTest(in: folder, Self.options(good: good.bare, hostile: hostile.url))
        try await daemon.waitFor("web", "succeeded")
        try await daemon.waitFor(hostile.calmService, "succeeded")
    }

    private static func options(good: String, hostile: String) -> DaemonUnderTest.Options {
        let sources = JSONValue.array(
            [("good", good), ("hostile", hostile)].map { name, url in
                .members(["name": .string(name), "url": .string(url), "timeout": .string("15s")])
            }
        )
        var options = DaemonUnderTest.Options(
            arguments: ["--sources", sources.text(), "--retention-free-bytes", "16MiB", "--timeout", "15s"]
        )
        options.wrapper = ["/usr/bin/prlimit", "--as=\(addressSpace)", "--core=0"]
        // Without a file system of its own no file may grow beyond this.
        if !SmallDisk.isPossible { options.wrapper.append("--fsize=\(256 << 20)") }
        options.environment = HostileBudget.environment
        return options
    }

    // MARK: A round

    /// Serves the repository, and asks everything of the daemon that it has promised meanwhile; the good repository's
    /// service gets the round's number as its version.
    func meet(_ recipe: HostileRecipe, number: Int) async throws {
        try hostile.serve(recipe)
        async let poll = poll()
        try await deployBeside(number)
        try await answers()
        try await poll
        try await comeToRest()
        try bounds()
    }

    /// Polls everything; what the hostile source comes to is its affair, but it comes to something.
    private func poll() async throws {
        try await daemon.control.send("POST", "/sync", limit: Self.longestPoll)
    }

    /// Deploys a commit of the good repository.
    private func deployBeside(_ number: Int) async throws {
        try await good.push(Trace(folder: folder).samples.script("web", version: "\(number)"))
        try await daemon.control.send("POST", "/sync", .members(["services": .array([.string("web")])]), limit: 20_000)
        try await waitUntil("version \(number) of the good source is deployed", within: .seconds(30)) {
            let service = try await daemon.control.send("GET", "/api/v1/services/web")
            return service["deployed"]?["version"]?.string == "\(number)"
        }
    }

    private func answers() async throws {
        guard try daemon.isRunning else { throw DaemonEnded(status: "by itself", log: "") }
        try await daemon.control.send("GET", "/healthz")
        try await daemon.control.send("GET", "/api/v1/status")
        try await daemon.control.send("GET", "/api/v1/plan")
    }

    /// Waits until nothing is queued, running, or left on the disk but what is kept.
    private func comeToRest() async throws {
        try await waitUntil("no deployment goes on", within: .seconds(60)) {
            for state in ["queued", "running"] {
                let some = try await daemon.control.send("GET", "/api/v1/deployments?state=\(state)&limit=1")
                guard some["items"]?.array?.isEmpty ?? true else { return false }
            }
            return try Folder.names(in: "\(daemon.stateDir)/runs").isEmpty
        }
    }

    private func bounds() throws {
        let memory = try ProcessMemory.peak(ofFamily: daemon.pid)
        if memory > Self.mostMemory { throw TooMuch(what: "\(memory >> 20) MiB of memory") }
        guard let use = peak?.take() else { return }
        if use.bytes > Self.mostBytes { throw TooMuch(what: "\(use.bytes >> 20) MiB of disk") }
        if use.files > Self.mostFiles { throw TooMuch(what: "\(use.files) files") }
    }

    struct TooMuch: Error, CustomStringConvertible {
        let what: String
        var description: String { "the daemon has taken \(what)" }
    }

    // MARK: The end

    /// Ends the daemon, and looks at what it leaves.
    func end() async throws {
        async let status = daemon.end()
        try await waitUntil("the daemon has ended", within: .seconds(15)) { try !daemon.isRunning }
        #expect(try await status == 0)
        #expect(try Folder.names(in: "\(daemon.stateDir)/runs").isEmpty)
        try await waitUntil("no process is left", within: .seconds(15)) { Leftovers.processes(of: folder).isEmpty }
    }
}
