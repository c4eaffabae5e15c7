import Domain
import Foundation
import Glibc
import Platform
import TestSupport

extension World {
    /// Arms the failpoint and lets the daemon work until a process has died there.
    ///
    /// - Throws: ``Violation`` if it is never reached.
    func die(at failpoint: Failpoint, _ random: inout SplitMix64) throws {
        if failpoint.process == .supervisor || failpoint.process == .guardian { killedSupervisors += 1 }
        try light(failpoint, &random, holding: "")
    }

    /// Arms the failpoint with a file that says who gets which signal there, and works until it was reached.
    ///
    /// - Throws: ``Violation`` if it is never reached.
    func light(_ failpoint: Failpoint, _ random: inout SplitMix64, holding text: String) throws {
        let fuse = "\(place.failpoints)/\(failpoint.rawValue)"
        if random.happens(50) {
            pollSoon()
            waitForTrace(lines: Int.random(in: 0...6, using: &random), patience: 0.3)
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: fuse), options: .atomic)
        // What brings the moment about may have to be done again, because every one of them may come too late.
        for _ in 0..<90 {
            try provoke(failpoint, &random)
            if Patience.wait(upTo: 0.4, every: 1, { !Folder.somethingExists(at: fuse) }) { return relay.use(nil) }
            try revive()
            try change(1, &random)
        }
        throw Violation("\(failpoint.rawValue) is never reached")
    }

    private func provoke(_ failpoint: Failpoint, _ random: inout SplitMix64) throws {
        switch failpoint {
        case .sourceTroubleKept:
            relay.use(.close(after: 0))
            pollSoon()
        case .lostRunSwept: loseRun(withGuardian: true, &random)
        case .restEnded, .lossWritten: loseRun(withGuardian: false, &random)
        case .accessChanged: _ = try? api.makeToken()
        case .cloneReplaced:
            try damageClone()
            pollSoon()
        case .packsGathered:
            for _ in 0..<10 {
                try change(1, &random)
                _ = try? api.sync()
            }
        case .reportKept, .reportsRead, .stepsKept:
            try report(&random)
            pollSoon()
        default: pollSoon()
        }
    }

    /// Kills one supervisor, and its guardian first where that is not to end the run in its place.
    private func loseRun(withGuardian: Bool, _ random: inout SplitMix64) {
        pollSoon()
        _ = Patience.wait(upTo: 0.3, every: 1) { !Machine.supervisors(below: state).isEmpty }
        guard let one = Machine.supervisors(below: state).randomElement(using: &random) else { return }
        if withGuardian, let guardian = Machine.guardian(of: one, below: state) {
            Signals.send(Signals.kill, to: guardian)
        }
        kill(supervisor: one)
    }

    /// Commits a service that reports steps.
    private func report(_ random: inout SplitMix64) throws {
        while services.all.values.allSatisfy({ $0.version != services.commits || $0.behaviour.steps == 0 }) {
            try change(2, &random)
        }
    }

    /// Writes zeros over every pack of the clone, as a disk that loses data would.
    private func damageClone() throws {
        for source in try Folder.names(in: "\(state)/sources") {
            let packs = "\(state)/sources/\(source)/repo.git/objects/pack"
            guard Folder.somethingExists(at: packs) else { continue }
            for name in try Folder.names(in: packs) where name.hasSuffix(".pack") {
                chmod("\(packs)/\(name)", 0o600)
                let pack = try Descriptor.open("\(packs)/\(name)", [.write])
                try pack.pwriteAll(Array(repeating: 0, count: max(0, Int(try pack.size()) - 20)), at: 20)
            }
        }
    }
}
