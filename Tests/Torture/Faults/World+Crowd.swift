import Domain
import Glibc
import Platform
import TestSupport

extension World {
    /// Lets two and a half times as many services run at once as there are otherwise, all of which wait for a gate.
    func runMany(_ random: inout SplitMix64) throws {
        let count = settings.services * 5 / 2
        let gate = try Gate(beside: trace.path)
        var settings = usualSettings
        settings.concurrency = count + usualSettings.concurrency
        try settings.write(to: place.configuration)
        try daemon?.send(Signals.hangUp)
        try keepPace {
            try commits.commit(services.addWaiting(count), number: services.commits)
            pollSoon()
            let areThere = Patience.wait(upTo: 240, every: 100) { gateKeepers == count }
            guard areThere else { throw Violation("\(gateKeepers) of \(count) runs go on at once") }
            return { try gate.open() }
        }
        try restoreSettings()
    }

    private var gateKeepers: Int { Machine.supervisors(below: state).count }
}

/// A place at which scripts wait until it is open.
private struct Gate {
    private let path: String

    init(beside trace: String) throws {
        path = "\(trace).gate"
        guard mkfifo(path, 0o644) == 0 else { throw Trouble("no gate can be made: \(errno)") }
    }

    /// Lets everybody through, now and later.
    func open() throws {
        // Who opens a fifo for reading waits for a writer; whoever comes later finds a file.
        let writer = try Descriptor.open(path, [.readWrite])
        _ = try Descriptor.open("\(path).open", [.write, .create])
        guard rename("\(path).open", path) == 0 else { throw Trouble("the gate does not open: \(errno)") }
        withExtendedLifetime(writer.number) {}
    }
}
