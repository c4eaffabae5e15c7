import Glibc
import Platform
import TestSupport

/// The processes of this machine, as the torturer looks for them.
enum Machine {
    /// The supervisors of runs below a folder.
    static func supervisors(below folder: String) -> [Int32] {
        RunProcesses.living(.supervisor, below: "\(folder)/runs").map(\.pid)
    }

    /// The guardians of runs below a folder.
    static func guardians(below folder: String) -> [Int32] {
        RunProcesses.living(.guardian, below: "\(folder)/runs").map(\.pid)
    }

    /// The guardian that has started a supervisor; nil if it is gone.
    static func guardian(of supervisor: Int32, below folder: String) -> Int32? {
        let parent = ((try? ProcessTable.entries()) ?? []).first { $0.pid == supervisor }?.parent
        return guardians(below: folder).first { $0 == parent }
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
