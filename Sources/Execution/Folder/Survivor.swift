internal import Domain
internal import Platform

/// A process of a run that could not be ended, so that it can be told from a later one of the same number.
struct Survivor: Hashable, Sendable, CustomStringConvertible {
    let name: String
    let pid: Int32
    /// In clock ticks since the boot.
    let started: UInt64

    init(_ process: ProcessEntry) {
        name = Excerpt.cut(process.name, characters: 16)
        (pid, started) = (process.pid, process.started)
    }

    /// On the boot on which it was recorded.
    var lives: Bool { ProcessTable.lives(pid, started: started) }

    /// "sleep (4711)".
    var description: String { "\(name) (\(pid))" }
}

extension Survivor {
    var json: JSONValue {
        .members([
            "name": .string(name), "pid": .integer(pid), "started": .integer(Int64(clamping: started)),
        ])
    }

    /// Nil for what is none.
    init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let pid = json["pid"]?.integer.flatMap({ Int32(exactly: $0) }),
            let started = json["started"]?.integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        (self.name, self.pid, self.started) = (name, pid, started)
    }
}
