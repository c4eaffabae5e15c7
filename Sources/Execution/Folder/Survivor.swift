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

    /// Reads what ``json`` wrote.
    init(_ record: RecordReader) throws(UnreadableRecord) {
        name = try record.string("name")
        pid = try record.integer("pid", within: 1...Int32.max)
        started = try record.integer("started", within: 0...UInt64(Int64.max))
        boot = try record.string("boot")
    }
}
