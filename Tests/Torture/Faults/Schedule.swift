import Domain
import TestSupport

/// Which faults come in which order; the same seed gives the same.
struct Schedule {
    struct Round {
        let fault: Fault
        /// The seed of everything that is random in the round.
        let seed: UInt64
        /// How many services the round's commit changes.
        let changes: Int
    }

    let rounds: [Round]

    /// Every fault, the long form or the short one.
    init(seed: UInt64, isShort: Bool, services: Int) {
        var faults = Fault.all.flatMap { Array(repeating: $0, count: isShort ? $0.shortCount : $0.longCount) }
        var random = SplitMix64(seed: seed)
        faults.shuffle(using: &random)
        rounds = Self.rounds(faults, seed: seed, services: services)
    }

    /// One fault, so many times.
    init(_ fault: Fault, seed: UInt64, count: Int, services: Int) {
        rounds = Self.rounds(Array(repeating: fault, count: count), seed: seed, services: services)
    }

    private static func rounds(_ faults: [Fault], seed: UInt64, services: Int) -> [Round] {
        faults.enumerated().map { index, fault in
            let own = seed &+ UInt64(index)
            var random = SplitMix64(seed: own)
            // Now and then everything changes at once.
            let changes = random.happens(4) ? services : Int.random(in: 1...12, using: &random)
            return Round(fault: fault, seed: own, changes: changes)
        }
    }
}

extension Fault {
    fileprivate var longCount: Int {
        switch self {
        case .nothing: 20
        case .killDaemon: 250
        case .failpoint(.packsGathered), .failpoint(.cloneReplaced): 5
        case .failpoint: 12
        case .killSupervisor, .fullDisk: 40
        case .remoteStalls, .clockBack, .clockAhead: 15
        case .reload, .reloadAtFailpoint: 60
        case .cancelledRequests: 10
        case .manyRuns: 2
        default: 30
        }
    }

    fileprivate var shortCount: Int {
        switch self {
        case .nothing: 0
        case .killDaemon: 6
        case .killSupervisor, .reload, .hostileCommits: 2
        case .failpoint(.packsGathered): 0
        default: 1
        }
    }
}
