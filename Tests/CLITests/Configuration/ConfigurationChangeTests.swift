import Domain
import Testing

@testable import CLI

@Suite("A configuration that is read anew")
struct ConfigurationChangeTests {
    private let old = DaemonConfiguration(
        stateDir: "/s",
        sources: [],
        statusListen: DaemonConfiguration.defaultListen,
        controlSocket: "/s/control.sock",
        concurrency: 4,
        ansible: DaemonConfiguration.defaultAnsible,
        secrets: [:],
        log: DaemonConfiguration.defaultLog
    )

    @Test("changes nothing when nothing is different")
    func same() {
        let change = ConfigurationChange(from: old, to: old)
        #expect(change.result == old)
        #expect(change.needRestart.isEmpty)
        #expect(!change.isEffective)
    }

    @Test("keeps the state dir and the listeners until a restart")
    func restart() {
        var new = old
        new.stateDir = "/other"
        new.statusListen = ListenAddress(host: "::1", port: 1)
        new.controlSocket = "/other/control.sock"
        let change = ConfigurationChange(from: old, to: new)
        #expect(change.result == old)
        #expect(change.needRestart == ["state_dir", "status_listen", "control_socket"])
        #expect(!change.isEffective)
    }

    @Test("guards the status API at once, and opens it no earlier than it is elsewhere")
    func access() {
        var new = old
        new.access.isGuarded = true
        #expect(ConfigurationChange(from: old, to: new).result.access.isGuarded)
        #expect(ConfigurationChange(from: old, to: new).isEffective)
        var guarded = old
        guarded.statusListen = ListenAddress(host: "::", port: 1)
        guarded.access.isGuarded = true
        let change = ConfigurationChange(from: guarded, to: old)
        #expect(change.result.access.isGuarded)
        #expect(change.result.statusListen == guarded.statusListen)
        #expect(change.needRestart == ["status_listen"])
    }

    @Test("takes the rest at once, the log's settings without a new start of the work")
    func effective() {
        var new = old
        new.log = .init(format: .json, level: .debug)
        #expect(ConfigurationChange(from: old, to: new).result == new)
        #expect(!ConfigurationChange(from: old, to: new).isEffective)
        var other = old
        other.secrets["db"] = ServiceSecret(place: .variable("DB"), services: [])
        #expect(ConfigurationChange(from: old, to: other).isEffective)
        new.limits.maxRemoved = 0
        #expect(ConfigurationChange(from: old, to: new).isEffective)
        new = old
        new.retention.events = 5
        #expect(ConfigurationChange(from: old, to: new).isEffective)
        new = old
        new.allowedHosts = ["reconciler.example.org"]
        #expect(ConfigurationChange(from: old, to: new).isEffective)
        new = old
        new.origins = ["https://dashboard.example.org"]
        #expect(ConfigurationChange(from: old, to: new).isEffective)
        new = old
        new.concurrency = 5
        #expect(ConfigurationChange(from: old, to: new).isEffective)
    }
}
