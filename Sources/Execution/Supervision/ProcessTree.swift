internal import Platform

/// Everything below this process: what a run has started, wherever it has gone.
struct ProcessTree {
    private var asked: Set<Int32> = []

    /// The living processes of the run.
    func members() throws -> [ProcessEntry] {
        try ProcessTable.descendants(of: OwnProcess.pid).filter { !$0.isZombie }
    }

    /// Asks each that has not been asked yet to end; a stopped one is woken, so that it can.
    mutating func terminate() throws {
        for member in try members() where asked.insert(member.pid).inserted {
            Signals.send(Signals.terminate, to: member.pid)
            Signals.send(Signals.continue, to: member.pid)
        }
    }

    /// Ends each at once.
    func kill() throws {
        for member in try members() { Signals.send(Signals.kill, to: member.pid) }
    }

    /// Ends everything at once, when the supervision itself has failed, and waits until nothing is left.
    ///
    /// - Returns: Those that could not be ended.
    static func abandon() -> [ProcessEntry] {
        for _ in 0..<500 where hasChildren {
            // What fails now may go well the next time.
            try? ProcessTree().kill()
            _ = try? ReadableDescriptors.wait(for: [], upTo: 20)
        }
        return (try? ProcessTree().members()) ?? []
    }

    /// Whether there is a child, having collected those that have ended; yes if nobody can say.
    static var hasChildren: Bool { (try? collectEnded()) != true }

    /// Collects what has ended, and says whether nothing is left.
    static func collectEnded() throws -> Bool {
        while true {
            switch try Subreaper.collect() {
            case .ended: continue
            case .living: return false
            case .childless: return true
            }
        }
    }

    /// Whether a process is ssh holding a connection open for the next task: a matter of course after a playbook.
    static func isConnection(_ member: ProcessEntry) -> Bool {
        member.name == "ssh" && ProcessTable.commandLine(of: member.pid).hasPrefix("ssh: ")
    }
}
