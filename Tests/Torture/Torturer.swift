import Foundation
import Glibc
import Platform
import TestSupport

/// Goes through a schedule, round by round.
final class Torturer {
    /// After so many rounds a new state dir is begun.
    private static let roundsOfWorld = 150
    private let options: Options
    private let services: Int
    private let schedule: Schedule
    private(set) var results = Results()
    private var world: World?
    private var worlds = 0
    private var roundsHere = 0

    init(_ options: Options) {
        self.options = options
        let services = options.services ?? (options.isShort ? 30 : 200)
        self.services = services
        schedule =
            options.fault.map { Schedule($0, seed: options.seed, count: options.rounds, services: services) }
            ?? Schedule(seed: options.seed, isShort: options.isShort, services: services)
    }

    /// - Returns: Whether nothing was violated.
    func run() throws -> Bool {
        let began = BootClock.now()
        for (index, round) in schedule.rounds.enumerated() { try run(round, number: index + 1) }
        try endWorld()
        let table = results.table(
            program: options.program.split(separator: "/").last.map(String.init) ?? options.program,
            seed: options.seed,
            services: services,
            seconds: (BootClock.now() - began) / 1_000
        )
        print("\n" + table)
        if let document = options.document { try GeneratedPart.replace(in: document, with: table) }
        return results.violationCount == 0
    }

    private func run(_ round: Schedule.Round, number: Int) throws {
        if let reason = obstacle(round.fault) {
            if results.skipped[round.fault] == nil { say("\(round.fault.name) is left out: \(reason)") }
            return results.skip(round.fault, because: reason)
        }
        let began = BootClock.now()
        let violations = violations(of: round)
        results.count(round.fault, violations: violations.count)
        say("\(number)/\(schedule.rounds.count) \(round.fault.name): \(BootClock.now() - began) ms")
        guard !violations.isEmpty else { return round.fault.endsWorld ? try endWorld() : () }
        for violation in violations.prefix(20) { say("VIOLATION: \(violation)") }
        say("again: Torture --seed \(round.seed) --fault \(round.fault.name) --services \(services)")
        try leaveWorld()
    }

    private func obstacle(_ fault: Fault) -> String? {
        fault.needsDisk && world != nil && world?.disk == nil ? "no file system can be mounted here" : nil
    }

    private func violations(of round: Schedule.Round) -> [String] {
        do {
            let world = try presentWorld()
            var random = SplitMix64(seed: round.seed)
            world.killedSupervisors = 0
            try world.change(round.changes, &random)
            try world.strike(round.fault, &random)
            try world.settle()
            let allowance = Allowance(
                interruptions: world.killedSupervisors,
                hasBadDisk: round.fault.isOfDisk
            )
            if allowance.hasBadDisk || allowance.interruptions > 0 { try world.wakeStalled() }
            return try world.violations(allowance)
        } catch {
            return ["\(error)"]
        }
    }

    private func presentWorld() throws -> World {
        if roundsHere >= Self.roundsOfWorld { try endWorld() }
        roundsHere += 1
        if let world { return world }
        // Every other one with the rights of another user, who cannot enter the state dir, and with a reserve of disk.
        let isOther = worlds % 2 == 1
        let world = try World(
            World.Settings(
                program: options.program,
                services: services,
                runAs: isOther ? "nobody" : "root",
                freeBytes: isOther ? "8MiB" : "0"
            )
        )
        worlds += 1
        self.world = world
        try world.settle()
        let violations = try world.violations(Allowance())
        guard violations.isEmpty else { throw Violation("before any fault: \(violations.joined(separator: "; "))") }
        return world
    }

    /// Ends a world that has stood everything, and looks at its store once more.
    private func endWorld() throws {
        guard let world else { return }
        (self.world, roundsHere) = (nil, 0)
        results.count(world.ledger)
        let status = try world.end(with: SIGTERM)
        if status != .exited(0) { throw Violation("SIGTERM has ended the daemon with \(status as Any)") }
        let finding = StoreCheck.run("\(world.state)/store.sqlite")
        if finding != "ok" {
            say("VIOLATION: the store: \(finding)")
            results.count(.nothing, violations: 1)
        }
        try world.end(keep: false)
    }

    /// Ends a world that has broken a promise.
    private func leaveWorld() throws {
        guard let world else { return }
        (self.world, roundsHere) = (nil, 0)
        results.count(world.ledger)
        if options.keep { say("everything is left in \(world.folder)") }
        try world.end(keep: options.keep)
    }

    private func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
