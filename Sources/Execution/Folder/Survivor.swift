internal import Domain
internal import Platform

/// A process of a run that could not be ended, so that it can be told from a later one of the same number.
struct Survivor: Hashable, Sendable, CustomStringConvertible {
    let name: String
    let pid: Int32
    /// In clock ticks since the boot.
    let started: UInt64
    /// The boot's id; empty if nobody could say.
    let boot: String

    init(_ process: ProcessEntry) {
        name = Excerpt.cut(process.name, characters: 16)
        (pid, started) = (process.pid, process.started)
        // Without it the process is looked for on any boot: rather held too long than beside it.
        boot = (try? BootClock.bootID()) ?? ""
    }

    var lives: Bool {
        let present = (try? BootClock.bootID()) ?? boot
        return (boot.isEmpty || boot == present) && ProcessTable.lives(pid, started: started)
    }

    /// "sleep (4711)".
    var description: String { "\(name) (\(pid))" }
}

extension Survivor {
    var json: JSONValue {
        .members([
            "name": .string(name), "pid": .integer(pid), "started": .integer(Int64(clamping: started)),
            "boot": .string(boot),
        ])
    }

    /// Nil for what is none.
    init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let pid = json["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
            let started = json["started"]?.integer.flatMap({ UInt64(exactly: $0) }), let boot = json["boot"]?.string
        else { return nil }
        (self.name, self.pid, self.started, self.boot) = (name, pid, started, boot)
    }
}
