import Domain
import TestSupport
import Testing

@Suite("Drift")
struct DriftTests {
    private func drift(
        from old: (version: String?, digest: Digest)?,
        to new: (version: String?, digest: Digest),
        lastRun: Int64? = nil
    ) -> [Drift] {
        let deployed = old.map { old in
            DeployedService.sample(.sample(.sample(version: old.version), digest: old.digest), deployment: 1)
        }
        let run = lastRun.map { LastRun(deployment: Identifier($0), digest: new.digest, state: .failed) }
        return Drift.between(
            .sample(.sample(version: new.version), digest: new.digest),
            deployed: deployed,
            lastRun: run
        )
    }

    @Test("is none when the digest is the deployed one, whatever the version is called")
    func none() {
        #expect(drift(from: ("1", .sample("a")), to: ("1", .sample("a")), lastRun: 1) == [])
        #expect(drift(from: ("1", .sample("a")), to: ("2", .sample("a")), lastRun: 1) == [])
    }

    @Test("names the version when it is another one")
    func version() {
        #expect(drift(from: ("1", .sample("a")), to: ("2", .sample("b"))) == [.versionChanged])
        #expect(drift(from: nil, to: ("2", .sample("b"))) == [.notDeployed])
        #expect(drift(from: ("1", .sample("a")), to: (nil, .sample("b"))) == [.versionChanged])
        #expect(drift(from: (nil, .sample("a")), to: ("1", .sample("b"))) == [.versionChanged])
    }

    @Test("names the definition when the version is the same, or nobody named one")
    func definition() {
        #expect(drift(from: ("1", .sample("a")), to: ("1", .sample("b"))) == [.definitionChanged])
        #expect(drift(from: (nil, .sample("a")), to: (nil, .sample("b"))) == [.definitionChanged])
    }

    @Test("is incomplete after a later run that did not succeed")
    func incomplete() {
        #expect(drift(from: ("1", .sample("a")), to: ("1", .sample("a")), lastRun: 2) == [.incomplete])
        #expect(
            drift(from: ("1", .sample("a")), to: ("2", .sample("b")), lastRun: 2) == [.versionChanged, .incomplete]
        )
        #expect(drift(from: nil, to: ("2", .sample("b")), lastRun: 2) == [.notDeployed, .incomplete])
    }
}
