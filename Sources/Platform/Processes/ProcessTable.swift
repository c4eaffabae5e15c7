internal import Glibc

/// One process, as `/proc/PID/stat` shows it.
package struct ProcessEntry: Hashable, Sendable, CustomStringConvertible {
    package let pid: Int32
    package let parent: Int32
    /// The program's short name, at most 15 bytes, as the process may have changed it.
    package let name: String
    /// Whether it has ended and only waits to be collected.
    package let isZombie: Bool
    /// When it was started, in clock ticks since the boot: with its number it names one process of that boot.
    package let started: UInt64

    /// Whether both are the same process, whatever it has become.
    package func isSame(as other: ProcessEntry) -> Bool { pid == other.pid && started == other.started }

    /// "sleep (4711)".
    package var description: String { "\(name) (\(pid))" }
}

/// The processes of this machine, as far as this process may see them.
package enum ProcessTable {
    /// Every process; those that end meanwhile are left out.
    package static func entries() throws(SystemError) -> [ProcessEntry] {
        try pids().compactMap(entry)
    }

    /// Every process below `ancestor`, zombies included, itself not.
    package static func descendants(of ancestor: Int32) throws(SystemError) -> [ProcessEntry] {
        let children = Dictionary(grouping: try entries(), by: \.parent)
        var found: [ProcessEntry] = []
        var waiting = [ancestor]
        var seen: Set<Int32> = [ancestor]
        while let parent = waiting.popLast() {
            for child in children[parent] ?? [] where seen.insert(child.pid).inserted {
                found.append(child)
                waiting.append(child.pid)
            }
        }
        return found
    }

    /// The living processes that were started with the variable `assignment` ("NAME=value") in their environment.
    ///
    /// Those whose environment this process may not read are not among them.
    package static func started(with assignment: String) throws(SystemError) -> [ProcessEntry] {
        let wanted = Array(assignment.utf8)
        return try pids().filter { environment(of: $0, holds: wanted) }.compactMap(entry).filter { !$0.isZombie }
    }

    /// The living ones of these processes, and everything below them; nothing of `stranger` and what is below that.
    package static func family(
        of members: [ProcessEntry],
        without stranger: Int32
    ) throws(SystemError) -> [ProcessEntry] {
        let all = try entries()
        let children = Dictionary(grouping: all, by: \.parent)
        let numbers = Dictionary(members.map { ($0.pid, $0) }) { first, _ in first }
        var waiting = all.filter { numbers[$0.pid]?.isSame(as: $0) ?? false }
        var found: [Int32: ProcessEntry] = [:]
        while let member = waiting.popLast() {
            guard member.pid != stranger, found.updateValue(member, forKey: member.pid) == nil else { continue }
            waiting += children[member.pid] ?? []
        }
        return found.values.filter { !$0.isZombie }.sorted { $0.pid < $1.pid }
    }

    /// Whether the process of this number that was started then, in clock ticks since the boot, lives.
    package static func lives(_ pid: Int32, started: UInt64) -> Bool {
        entry(pid).map { $0.started == started && !$0.isZombie } ?? false
    }

    /// The process's working directory; nil for a process that is gone or is not to be looked at.
    ///
    /// One that was removed has " (deleted)" at its end.
    package static func workingDirectory(of pid: Int32) -> String? {
        // Neither can be told from the other, and nothing follows from either.
        try? Paths.target(ofLink: "/proc/\(pid)/cwd")
    }

    /// What the process was started as, its parts separated by spaces; empty for a zombie or one that is gone.
    package static func commandLine(of pid: Int32) -> String {
        // It may have ended by now: then nothing is known of it.
        let bytes = (try? DurableFile.read("/proc/\(pid)/cmdline", limit: 4 << 20)) ?? []
        return String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
    }

    private static func pids() throws(SystemError) -> [Int32] {
        try Folder.names(in: "/proc").compactMap { Int32($0) }
    }

    private static func entry(_ pid: Int32) -> ProcessEntry? {
        // It may have ended since its number was read.
        guard let bytes = try? DurableFile.read("/proc/\(pid)/stat", limit: 4_096) else { return nil }
        return parse(bytes, pid: pid)
    }

    /// Reads "PID (NAME) STATE PARENT …" (proc(5)), where the name may hold anything, spaces and parentheses too.
    static func parse(_ bytes: [UInt8], pid: Int32) -> ProcessEntry? {
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")),
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
        else { return nil }
        let rest = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        guard rest.count >= 20, let parent = Int32(String(decoding: rest[1], as: UTF8.self)),
            let started = UInt64(String(decoding: rest[19], as: UTF8.self))
        else { return nil }
        return ProcessEntry(
            pid: pid,
            parent: parent,
            name: String(decoding: bytes[(open + 1)..<close], as: UTF8.self),
            isZombie: rest[0].first == UInt8(ascii: "Z") || rest[0].first == UInt8(ascii: "X"),
            started: started
        )
    }

    private static func environment(of pid: Int32, holds wanted: [UInt8]) -> Bool {
        // Gone, or somebody else's: neither can be told from the other, and neither is ours.
        guard let bytes = try? DurableFile.read("/proc/\(pid)/environ", limit: 16 << 20) else { return false }
        return bytes.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }
}
