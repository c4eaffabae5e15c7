package import Platform

/// The processes that stay with runs, found as a person would: by their command line and the folder in which they work.
package enum RunProcesses {
    package enum Kind: String, Sendable {
        case guardian
        case supervisor = "supervise"
    }

    /// Those below the folder that holds the runs' folders, in the order of their numbers.
    package static func living(_ kind: Kind, below folder: String) -> [ProcessEntry] {
        // Without a look at the processes a test finds none, and says so.
        let all = ((try? ProcessTable.entries()) ?? []).filter { process in
            ProcessTable.commandLine(of: process.pid).hasSuffix("reconciler \(kind.rawValue) ")
                && ProcessTable.workingDirectory(of: process.pid)?.hasPrefix("\(folder)/") ?? false
        }
        // What such a process is just starting looks like itself until it runs.
        let pids = Set(all.map(\.pid))
        return all.filter { !pids.contains($0.parent) }.sorted { $0.pid < $1.pid }
    }

    /// The one of a run, whose folder may be gone.
    package static func living(_ kind: Kind, in folder: String) -> ProcessEntry? {
        let parent = folder.split(separator: "/").dropLast().joined(separator: "/")
        return living(kind, below: "/" + parent).first { process in
            [folder, "\(folder) (deleted)"].contains(ProcessTable.workingDirectory(of: process.pid))
        }
    }
}
