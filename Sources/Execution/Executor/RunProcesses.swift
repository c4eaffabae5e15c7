internal import Platform

/// The guardian and the supervisor of a run, found by the folder in which they work: whatever has become of its files,
/// the run goes on as long as one of them lives.
struct RunProcesses {
    private let folder: String

    /// `folder` is the run's, absolute.
    init(of folder: RunFolder) {
        // Their working directory is shown without symbolic links; the run's own folder may be gone.
        let parent = Paths.folder(of: folder.path)
        let name = folder.path.split(separator: "/").last.map(String.init) ?? ""
        self.folder = ((try? Paths.resolved(parent)) ?? parent) + "/" + name
    }

    func living() throws -> [ProcessEntry] {
        try ProcessTable.entries().filter { process in
            // Of strangers no more is read than that: the command line of one that hangs may hang too.
            !process.isZombie
                && [folder, folder + " (deleted)"].contains(ProcessTable.workingDirectory(of: process.pid))
                && Self.isOne(process.pid)
        }
    }

    /// Lets those go on that were stopped: a supervisor that does not run ends nothing in time.
    func wake() throws {
        for keeper in try living() { Signals.send(Signals.continue, to: keeper.pid) }
    }

    /// Asks them to end the run.
    func terminate() throws {
        for keeper in try living() { Signals.send(Signals.terminate, to: keeper.pid) }
    }

    private static func isOne(_ pid: Int32) -> Bool {
        ["guardian", "supervise"].contains(ProcessTable.commandLine(of: pid).split(separator: " ").last)
    }
}
