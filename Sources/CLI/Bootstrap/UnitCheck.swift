internal import Domain
internal import Platform

/// Looks whether the systemd unit that this process is of would end runs together with the daemon.
struct UnitCheck: Sendable {
    let environment: [String: String]
    let log: any Log

    /// Logs a warning if the unit says another `KillMode` than `process`.
    ///
    /// Whatever keeps it from being known is no fault: nothing is said then.
    func run() async {
        guard isMainProcess, let unit = Self.unit(in: cgroup) else { return }
        guard let mode = await Self.killMode(of: unit, path: environment["PATH"] ?? "/usr/bin:/bin") else { return }
        guard mode != "process" else { return }
        log.warning(
            "a stop or restart of the unit ends runs that are under way; say KillMode=process in it",
            ["unit": unit.name, "kill_mode": mode]
        )
    }

    /// A unit of the system's service manager, or of the user's own.
    struct Unit: Hashable {
        let name: String
        let ofUser: Bool
    }

    /// Whether systemd has started this very process, not one above it such as a shell.
    private var isMainProcess: Bool {
        guard environment["INVOCATION_ID"] != nil else { return false }
        return environment["SYSTEMD_EXEC_PID"].map { $0 == "\(OwnProcess.pid)" } ?? true
    }

    private var cgroup: String {
        // Without it there is nothing to check.
        guard let bytes = try? DurableFile.read("/proc/self/cgroup", limit: 65_536) else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The unit that the lines of `/proc/self/cgroup` name, if it is a service.
    static func unit(in cgroups: String) -> Unit? {
        let lines = cgroups.split(separator: "\n")
        guard
            let line = lines.first(where: { $0.hasPrefix("0::") })
                ?? lines.first(where: { $0.contains(":name=systemd:") })
        else { return nil }
        let parts = line.split(separator: "/").dropFirst()
        guard let name = parts.last(where: { $0.hasSuffix(".service") }), !name.hasPrefix("-") else { return nil }
        let ofUser = parts.contains { $0.hasPrefix("user@") && $0.hasSuffix(".service") && $0 != name }
        return Unit(name: String(name), ofUser: ofUser)
    }

    /// What `systemctl` says; nil if it says nothing within some seconds.
    private static func killMode(of unit: Unit, path: String) async -> String? {
        guard let program = ExecutableSearch.find("systemctl", path: path) else { return nil }
        let arguments = (unit.ofUser ? ["--user"] : []) + ["show", "--property=KillMode", "--value", "--", unit.name]
        // A systemctl that fails says nothing about the unit.
        return try? await answer(of: program, arguments)
    }

    private static func answer(of program: String, _ arguments: [String]) async throws -> String? {
        let pipe = try Pipe()
        let child = try SpawnRequest(
            executable: program,
            arguments: arguments,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"],
            descriptors: [1: pipe.writer.number]
        ).start()
        let reader = pipe.takeReader()
        defer {
            // It has ended, or is too late.
            try? child.send(Signals.kill)
            child.collectAtTheEnd()
        }
        guard try await reader.becomesReadable(by: BootClock.now() + 5_000) else { return nil }
        let word = String(decoding: try reader.read(upTo: 256), as: UTF8.self).split(whereSeparator: \.isNewline).first
        return word.map(String.init)
    }
}
