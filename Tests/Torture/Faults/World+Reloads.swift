import Domain
import Platform
import TestSupport

extension World {
    /// Changes what the daemon's configuration says, and tells it, again and again while it works.
    func reloadOften(_ random: inout SplitMix64) throws {
        if random.happens(70) { pollSoon() }
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            waitForMoment(&random)
            try reconfigure(&random)
            try daemon?.send(Signals.hangUp)
        }
        // What comes after the last one must be carried out too, and not only because another one follows.
        if random.happens(50) { try settle() }
        try restoreSettings()
    }

    /// Changes it when a process has come to a moment that matters.
    func reloadAtFailpoint(_ random: inout SplitMix64) throws {
        guard let daemon, let failpoint = Self.harmless.randomElement(using: &random) else { return }
        try reconfigure(&random)
        try light(failpoint, &random, holding: "\(daemon.pid)")
        try restoreSettings()
    }

    /// Those that the daemon comes to by itself, without damage to a run or to the clone.
    private static let harmless = Failpoint.allCases.filter {
        ![.packsGathered, .cloneReplaced, .lostRunSwept, .restEnded, .lossWritten].contains($0)
    }

    private func reconfigure(_ random: inout SplitMix64) throws {
        var settings = usualSettings
        settings.concurrency = Int.random(in: 1...12, using: &random)
        settings.logLevel = random.happens(50) ? "debug" : "info"
        try settings.write(to: place.configuration)
    }

    /// Lets the daemon have its usual configuration again.
    func restoreSettings() throws {
        try usualSettings.write(to: place.configuration)
        try daemon?.send(Signals.hangUp)
    }
}
