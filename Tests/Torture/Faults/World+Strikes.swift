import Domain
import Glibc
import Platform
import TestSupport

extension World {
    /// Does to the program what the fault says, while it carries out the last commit.
    ///
    /// The daemon may be dead afterwards.
    func strike(_ fault: Fault, _ random: inout SplitMix64) throws {
        switch fault {
        case .nothing: pollSoon()
        case .killDaemon: try killDaemon(&random)
        case .killSupervisor: try killSupervisor(&random)
        case .killGuardian: try killGuardians(&random)
        case .killEverything: try killEverything(&random)
        case .stopDaemon: try stopDaemon(&random)
        case .stopSupervisor: try stopSupervisors(&random)
        case .fullDisk: try fillDisk(&random)
        case .clockBack: try jump(by: -3_600, &random)
        case .clockAhead: try jump(by: 365 * 86_400, &random)
        case .remoteCloses: try breakRemote(&random) { random in .close(after: Self.offset(&random)) }
        case .remoteStalls: try breakRemote(&random) { random in .stall(after: Self.offset(&random)) }
        case .remoteSaysGarbage:
            try breakRemote(&random) { random in .garbage(after: Self.offset(&random), seed: random.next()) }
        case .reload: try reloadOften(&random)
        case .reloadAtFailpoint: try reloadAtFailpoint(&random)
        case .cancelledRequests: try cancelRequests(&random)
        case .manyRuns: try runMany(&random)
        case .hostileCommits: try beHostile(&random)
        case .failpoint(let failpoint): try die(at: failpoint, &random)
        }
    }

    /// Waits for a random moment of what goes on: so many lines in the trace, and a few milliseconds more.
    func waitForMoment(_ random: inout SplitMix64) {
        let lines = random.happens(30) ? 0 : Int.random(in: 1...20, using: &random)
        if lines > 0 { waitForTrace(lines: lines, patience: 1) }
        usleep(UInt32.random(in: 0...40_000, using: &random))
    }

    private func killDaemon(_ random: inout SplitMix64) throws {
        pollSoon()
        for _ in 0..<(random.happens(30) ? 3 : 1) {
            waitForMoment(&random)
            try end(with: SIGKILL)
            try start()
        }
    }

    private func killSupervisor(_ random: inout SplitMix64) throws {
        pollSoon()
        waitForTrace(lines: Int.random(in: 0...4, using: &random), patience: 0.5)
        var living: [Int32] = []
        _ = Patience.wait(upTo: 2, every: 1) {
            living = Machine.supervisors(below: state)
            return !living.isEmpty
        }
        usleep(UInt32.random(in: 0...10_000, using: &random))
        guard let one = living.randomElement(using: &random) else { return }
        // Without its guardian nobody but the daemon can end what it has left.
        if random.happens(40), let guardian = Machine.guardian(of: one, below: state) {
            Signals.send(Signals.kill, to: guardian)
        }
        kill(supervisor: one)
    }

    private func killGuardians(_ random: inout SplitMix64) throws {
        pollSoon()
        waitForTrace(lines: Int.random(in: 0...4, using: &random), patience: 0.5)
        let living = Machine.guardians(below: state)
        // One that has not started its supervisor yet is the end of the run.
        killedSupervisors += living.count
        for guardian in living { Signals.send(Signals.kill, to: guardian) }
    }

    func kill(supervisor: Int32) {
        killedSupervisors += 1
        Signals.send(Signals.kill, to: supervisor)
    }

    private func killEverything(_ random: inout SplitMix64) throws {
        pollSoon()
        waitForMoment(&random)
        killAllThatStay()
        try end(with: SIGKILL)
        killAllThatStay()
        try start()
    }

    private func killAllThatStay() {
        (Machine.guardians(below: state) + Machine.supervisors(below: state)).forEach(kill)
    }

    private func stopDaemon(_ random: inout SplitMix64) throws {
        pollSoon()
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            waitForMoment(&random)
            try daemon?.send(SIGSTOP)
            usleep(UInt32.random(in: 10_000...300_000, using: &random))
            try daemon?.send(SIGCONT)
        }
    }

    private func stopSupervisors(_ random: inout SplitMix64) throws {
        pollSoon()
        waitForMoment(&random)
        // A guardian that goes on would wake its supervisor at once.
        let stopped = Machine.guardians(below: state) + Machine.supervisors(below: state)
        for one in stopped { Signals.send(SIGSTOP, to: one) }
        usleep(UInt32.random(in: 10_000...300_000, using: &random))
        if random.happens(40) {
            try end(with: SIGKILL)
            try start()
            usleep(UInt32.random(in: 10_000...300_000, using: &random))
        }
        for one in stopped { Signals.send(SIGCONT, to: one) }
    }

    private func fillDisk(_ random: inout SplitMix64) throws {
        guard let disk else { return pollSoon() }
        if random.happens(50) {
            pollSoon()
            waitForMoment(&random)
        }
        try disk.fill(leaving: Int64.random(in: 0...64, using: &random) << 10)
        pollSoon()
        usleep(UInt32.random(in: 50_000...600_000, using: &random))
        if random.happens(30) {
            try end(with: SIGKILL)
            // With no room at all it may refuse to start, as long as it starts when there is room again.
            let isUp = (try? start()) != nil
            usleep(UInt32.random(in: 0...300_000, using: &random))
            try disk.free()
            if !isUp { try start() }
        } else {
            try disk.free()
        }
    }

    /// Jumps while the daemon works, and once more when it rests.
    private func jump(by seconds: Int64, _ random: inout SplitMix64) throws {
        let clock = try ShiftedClock(file: "\(folder)/clock")
        try stopAndStart(clock: clock)
        pollSoon()
        waitForMoment(&random)
        try clock.jump(to: seconds)
        try settle()
        let before = try api.list("deployments").count
        try clock.jump(to: 2 * seconds)
        try settle()
        usleep(300_000)
        let after = try api.list("deployments").count
        guard before == after else { throw Violation("a jump of the clock has made \(after - before) deployments") }
        try clock.jump(to: 0)
        try stopAndStart(clock: nil)
    }

    private func breakRemote(_ random: inout SplitMix64, _ fault: (inout SplitMix64) -> Relay.Fault) throws {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            relay.use(fault(&random))
            // What this poll comes to is the fault's affair.
            _ = try? api.sync()
        }
        relay.use(nil)
    }

    /// Within the listing, within the pack, or beyond both.
    private static func offset(_ random: inout SplitMix64) -> Int {
        random.happens(50) ? Int.random(in: 0...200, using: &random) : Int.random(in: 0...4_000, using: &random)
    }
}
