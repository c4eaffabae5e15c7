import Domain
import Execution
import Foundation
import Platform
import TestSupport
import Testing

/// Real runs with the built program, in a state folder of their own.
final class RunBench: Sendable {
    let state: String
    let executor: ProcessRunExecutor
    /// What the supervisors take for the time of day, if that is not the machine's.
    let clock: ShiftedClock?
    private let limits: RunLimits
    private let settings: RunSettings
    private let secrets: RunSecrets
    private let program: String

    /// A bench whose state folder lies `below` the temporary folder; `adjust` changes limits that are short.
    ///
    /// With lower rights the supervisors are those of `nobody`, to whom the folder has to be given before a start.
    init(
        below: String = "",
        ansible: Execution.AnsibleProgram = Execution.AnsibleProgram(),
        galaxy: GalaxySettings = GalaxySettings(),
        secrets: RunSecrets = .none,
        account: Account? = nil,
        hasOwnClock: Bool = false,
        hasLowerRights: Bool = false,
        _ adjust: (inout RunLimits) -> Void = { _ in }
    ) throws {
        state = "/tmp/execution-tests-\(UInt64.random(in: 0...UInt64.max))\(below)"
        var limits = RunLimits()
        limits.patience = 500
        limits.drain = 300
        adjust(&limits)
        self.limits = limits
        var settings = RunSettings()
        settings.ansible = ansible
        settings.galaxy = galaxy
        settings.account = account
        self.settings = settings
        try Folder.create(state, parents: true)
        self.secrets = secrets
        clock = try hasOwnClock ? ShiftedClock(file: "\(state)/clock") : nil
        program =
            if let clock {
                try Self.program(by: clock, in: state)
            } else if hasLowerRights {
                try Self.programOfNobody(in: state)
            } else {
                BuiltProgram.path
            }
        executor = Self.executor(state, program, settings, limits, secrets)
    }

    deinit {
        // A test that left something irremovable behind has failed already.
        for run in (try? Folder.names(in: state + "/runs")) ?? [] {
            let note = try? DurableFile.read("\(state)/runs/\(run)/outside", limit: 4_096)
            if let note { try? FolderRemoval.remove(String(decoding: note, as: UTF8.self)) }
        }
        try? FolderRemoval.remove("/" + state.split(separator: "/").prefix(2).joined(separator: "/"))
    }

    /// What a new daemon on the same state folder would have.
    func anotherExecutor() -> ProcessRunExecutor { Self.executor(state, program, settings, limits, secrets) }

    /// A program that starts the built one with a clock of its own.
    private static func program(by clock: ShiftedClock, in folder: String) throws -> String {
        let variables = clock.environment.map { "\($0)='\($1)'" }.sorted().joined(separator: " ")
        let path = "\(folder)/program"
        try write("#!/bin/sh\n\(variables) exec '\(BuiltProgram.path)' \"$@\"\n", to: path)
        return path
    }

    /// A program that starts a copy of the built one with the rights of `nobody`.
    private static func programOfNobody(in folder: String) throws -> String {
        let copy = "\(folder)/reconciler"
        try FileManager.default.copyItem(atPath: BuiltProgram.path, toPath: copy)
        let path = "\(folder)/program"
        try write("#!/bin/sh\nexec setpriv --reuid=nobody --clear-groups '\(copy)' \"$@\"\n", to: path)
        return path
    }

    private static func executor(
        _ state: String,
        _ program: String,
        _ settings: RunSettings,
        _ limits: RunLimits,
        _ secrets: RunSecrets
    ) -> ProcessRunExecutor {
        ProcessRunExecutor(
            stateFolder: state,
            program: program,
            settings: settings,
            limits: limits,
            secrets: secrets,
            log: SilentLog()
        )
    }

    /// Prepares a run of `definition` in the folder `services/web` and these files beside it.
    func prepare(
        _ definition: ServiceDefinition,
        files: [String: String] = [:],
        id: Int64 = 1
    ) async throws -> any PreparedRun & ~Copyable {
        let service = Service.sample(definition, folder: "services/web")
        let order = RunRequest(deployment: Deployment.ID(id), order: .sample(service))
        return try await executor.prepare(order) { folder in
            for (name, text) in files { try Self.write(text, to: "\(folder)/services/web/\(name)") }
        }
    }

    /// Prepares a run that is not started.
    func leaveReady(_ definition: ServiceDefinition, id: Int64 = 1) async throws -> Deployment.ID {
        _ = try await prepare(definition, id: id)
        return Deployment.ID(id)
    }

    /// Starts a run of `definition` in the folder `services/web` with these files beside it.
    func start(_ definition: ServiceDefinition, files: [String: String] = [:]) async throws -> Deployment.ID {
        try await prepare(definition, files: files).start()
        return Deployment.ID(1)
    }

    /// Starts a script that begins with `#!/bin/bash` unless it says otherwise.
    func start(
        script: String,
        environment: [EnvironmentVariable] = [],
        timeout: Int64 = 60_000,
        files: [String: String] = [:]
    ) async throws -> Deployment.ID {
        let definition = ServiceDefinition.sample(
            action: .script(try RelativePath("deploy.sh")),
            environment: environment,
            timeout: timeout
        )
        let text = script.hasPrefix("#!") ? script : "#!/bin/bash\n" + script
        return try await start(definition, files: files.merging(["deploy.sh": text]) { $1 })
    }

    /// Runs a script to its end.
    func run(
        script: String,
        environment: [EnvironmentVariable] = [],
        timeout: Int64 = 60_000,
        files: [String: String] = [:]
    ) async throws -> FinishedRun {
        try await follow(try await start(script: script, environment: environment, timeout: timeout, files: files))
    }

    /// Runs a playbook to its end.
    func run(playbook: ServiceDefinition.Playbook, files: [String: String]) async throws -> FinishedRun {
        let definition = ServiceDefinition.sample(action: .playbook(playbook))
        return try await follow(try await start(definition, files: files))
    }

    /// Follows a run from `offset` to its end.
    func follow(
        _ id: Deployment.ID,
        from offset: Int64 = 0,
        with executor: ProcessRunExecutor? = nil
    ) async throws -> FinishedRun {
        var reports: [StepReport] = []
        var offset = offset
        while true {
            switch try await (executor ?? self.executor).next(id, after: offset) {
            case .reports(let new, let end):
                reports += new
                offset = end
            case .ended(let end):
                let end = RunEnd(outcome: end.outcome, exitCode: end.exitCode, message: end.message)
                return FinishedRun(id: id, reports: reports, end: end, output: try await output(id))
            }
        }
    }

    /// The output so far.
    func output(_ id: Deployment.ID) async throws -> [UInt8] {
        do {
            return try await executor.read(id, from: 0, limit: 16 << 20)
        } catch is RunLogMissing {
            return []
        }
    }

    func folder(_ id: Deployment.ID) -> String { "\(state)/runs/\(id)" }

    /// Waits until `condition` holds; fails the test after a generous time.
    func wait(_ comment: Comment, for condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !(try await condition()) {
            try #require(ContinuousClock.now < deadline, comment)
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        try Folder.create("/" + folder, mode: 0o755, parents: true)
        try DurableFile.write(Array(text.utf8), to: path, mode: text.hasPrefix("#!") ? 0o755 : 0o644)
    }
}

/// A run that is over, and all that it said.
struct FinishedRun {
    let id: Deployment.ID
    let reports: [StepReport]
    let end: RunEnd
    let output: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }

    /// The updates in their order.
    var steps: [StepUpdate] {
        reports.compactMap { report in
            if case .step(let update) = report { update } else { nil }
        }
    }

    /// "name state" of every update.
    var story: [String] { steps.map { "\($0.name) \($0.state.rawValue)" } }

    /// The last update of a step, on a host where one is given.
    func last(_ name: String, on host: String? = nil) -> StepUpdate? {
        steps.last { $0.name == name && (host == nil || $0.host == host) }
    }
}

struct SilentLog: Log {
    func write(_ level: LogLevel, _ message: String, _ fields: LogFields) {}
}

/// The program that is built beside the tests.
enum BuiltProgram {
    static let path: String = {
        let own = (try? Paths.target(ofLink: Paths.ownExecutable)) ?? ""
        let beside = own.split(separator: "/").dropLast().joined(separator: "/")
        let candidates = ["/\(beside)/reconciler", "\(package)/.build/debug/reconciler"]
        return candidates.first(where: Folder.somethingExists) ?? candidates[0]
    }()

    private static let package = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
}
