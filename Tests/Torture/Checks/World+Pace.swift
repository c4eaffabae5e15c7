import Domain
import Platform
import TestSupport

extension World {
    /// What the daemon's process may have in memory.
    static let mostMemory: Int64 = 768 << 20
    /// In milliseconds: so long a commit may take whatever it usually takes.
    private static let floor: Int64 = 10_000

    /// Checks that a commit is deployed within twice its usual time while `fault` goes on.
    ///
    /// - Parameter fault: Begins it; what it returns is called when the commit is deployed, or was not.
    /// - Throws: ``Violation`` if it takes longer.
    func keepPace(while fault: () throws -> () throws -> Void) throws {
        try settle()
        let usual = try timeOfCommit(upTo: 120_000)
        let limit = max(Self.floor, 2 * usual)
        let end = try fault()
        let outcome = Result { try timeOfCommit(upTo: limit) }
        try end()
        _ = try outcome.get()
    }

    /// How many milliseconds pass until three services that changed are deployed.
    private func timeOfCommit(upTo limit: Int64) throws -> Int64 {
        let changed = services.changeQuietly(3)
        try commits.commit(changed, number: services.commits)
        let began = BootClock.now()
        pollSoon(of: changed.map(\.name))
        let isDone = Patience.wait(upTo: Double(limit) / 1_000, every: 10) { changed.allSatisfy(isDeployed) }
        guard isDone else { throw Violation("a commit is not deployed within \(limit) ms") }
        return BootClock.now() - began
    }

    private func isDeployed(_ service: Services.Service) -> Bool {
        // A daemon that does not answer is asked again until the time is over.
        let shown = try? api.get("services/\(service.name)")
        return shown?["deployed"]?["version"]?.string == "\(service.version)"
    }
}
