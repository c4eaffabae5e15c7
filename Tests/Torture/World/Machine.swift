import Foundation
import Glibc
import Platform

/// The processes of this machine, as the torturer looks for them.
enum Machine {
    /// The supervisors of runs below a folder.
    static func supervisors(below folder: String) -> [Int32] {
        let own = commands(ending: "supervise")
        return own.filter { pid in workingDirectory(of: pid)?.hasPrefix("\(folder)/runs/") ?? false }.sorted()
    }

    /// The processes that the daemon talks to remotes with.
    static func fetchers(of daemon: Int32) -> [Int32] {
        let children = (try? ProcessTable.descendants(of: daemon)) ?? []
        return children.map(\.pid).filter { isFetcher($0) }
    }

    static func isFetcher(_ pid: Int32) -> Bool {
        ProcessTable.commandLine(of: pid).split(separator: " ").last == "fetch"
    }

    /// The processes of runs that write to this trace, by name.
    static func ofRuns(tracing trace: String) -> [String] {
        ((try? ProcessTable.started(with: "TRACE=\(trace)")) ?? []).map(\.description)
    }

    static func workingDirectory(of pid: Int32) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
    }

    private static func commands(ending word: String) -> [Int32] {
        let names = (try? Folder.names(in: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            let parts = ProcessTable.commandLine(of: pid).split(separator: " ")
            return parts.count == 2 && parts[1] == word
        }
    }
}

/// Waiting for what will come.
enum Patience {
    /// Looks every few milliseconds until the condition holds.
    ///
    /// - Returns: Whether it came to hold in time.
    static func wait(upTo seconds: Double, every milliseconds: UInt32 = 3, _ condition: () throws -> Bool) rethrows
        -> Bool
    {
        let deadline = BootClock.now() + Int64(seconds * 1_000)
        while true {
            if try condition() { return true }
            guard BootClock.now() < deadline else { return false }
            usleep(milliseconds * 1_000)
        }
    }
}
