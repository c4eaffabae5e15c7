import Domain
import TestSupport
import Testing

@Suite("The plan for one service")
struct PlannerTests {
    private let web = ServiceName.sample("web")
    private let database = ServiceName.sample("db")

    private func world(
        _ definition: ServiceDefinition = .sample(),
        problems: [Problem] = [],
        request: SyncRequest? = nil
    ) -> PlanWorld {
        var world = PlanWorld()
        world.put(.sample(definition, digest: .sample("a"), problems: problems, request: request))
        return world
    }

    @Test("deploys what was never deployed")
    func notDeployed() {
        #expect(world().decide(web) == .deploy(.drift([.notDeployed])))
    }

    @Test("does nothing when the last run brought about what is desired")
    func synced() {
        var world = world()
        world.run(web)
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test("takes a revert after a failed run for a deployment")
    func revertAfterFailure() {
        var world = world()
        world.run(web)
        world.change(web, digest: .sample("b"))
        world.run(web, .failed)
        world.change(web, digest: .sample("a"))

        #expect(world.decide(web) == .deploy(.drift([.incomplete])))
        world.run(web)
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test("does nothing about a revert before anything ran")
    func revertBeforeStart() {
        var world = world()
        world.run(web)
        world.change(web, digest: .sample("b"))
        #expect(world.decide(web) == .deploy(.drift([.definitionChanged])))
        world.change(web, digest: .sample("a"))
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test("waits for the run that is going on, whatever has changed")
    func running() {
        var world = world()
        let id = world.begin(web)
        world.change(web, digest: .sample("b"), suspend: true)
        #expect(world.decide(web) == .wait(.running(id)))
    }

    @Test("holds while something is left of a run that was lost, and names it")
    func leftovers() {
        var world = world()
        let id = world.begin(web)
        world.leftovers[id] = ["rsync (12)"]
        #expect(world.decide(web) == .hold(.leftovers(["rsync (12)"])))
        world.leftovers[id] = nil
        #expect(world.decide(web) == .wait(.running(id)))
    }

    @Test("holds what has drift after a backup was restored, also by force, and lets the rest be")
    func restored() {
        var world = world()
        world.isRestored = true
        #expect(world.decide(web) == .hold(.restored))
        world.isRestored = false
        world.run(web)
        world.isRestored = true
        #expect(world.decide(web) == .nothing(.synced))
        world.ask(web, SyncRequest(force: true, user: "anna"))
        #expect(world.decide(web) == .hold(.restored))
    }

    @Test("waits for disk to run anything, and for nothing that does not run anyway")
    func diskFull() {
        let shortage = DiskShortage(free: 1 << 20, needed: 256 << 20)
        var world = world(.sample(dependsOn: ["db"]), request: SyncRequest(force: true, user: nil))
        world.put(.sample(id: 2, .sample(name: "db")))
        world.diskShortage = shortage
        #expect(world.decide(database) == .wait(.diskFull(shortage)))
        #expect(world.decide(web) == .wait(.dependencies([database])))
        #expect(
            world.decide(database)?.sentence == "wait, because only 1 MiB are free on the state dir's file system, "
                + "less than the 256 MiB of retention.free_bytes"
        )
        world.run(database)
        #expect(world.decide(database) == .nothing(.synced))
        #expect(world.decide(web)?.reason == "disk_full")
        world.run(web, .failed)
        #expect(world.decide(web)?.reason == "backoff")
        world.pass(10_000)
        #expect(world.decide(web)?.reason == "disk_full")
        world.diskShortage = nil
        #expect(world.decide(web)?.isDeploy == true)
    }

    @Test("holds what needs a secret that is not configured, forced or not, and nothing that does not run anyway")
    func secretMissing() {
        var world = world()
        world.missingSecrets = [.notConfigured("db")]
        #expect(world.decide(web) == .hold(.secretMissing([.notConfigured("db")])))
        world.ask(web, SyncRequest(force: true, user: nil))
        #expect(world.decide(web)?.reason == "secret_missing")
        world.missingSecrets = []
        #expect(world.decide(web)?.isDeploy == true)
        world.run(web)
        world.missingSecrets = [.notAllowed("db")]
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test("asks for each secret that a definition names, once, and for whom it is")
    func grants() {
        let names = ["b", "a", "b"].map { EnvironmentVariable(name: "V\($0)", secret: $0) }
        let definition = ServiceDefinition.sample(environment: names)
        #expect(definition.secretNames == ["a", "b"])
        let grants = SecretGrants(["a": [.sample("other")], "c": []])
        #expect(grants.missing(for: definition) == [.notAllowed("a"), .notConfigured("b")])
        #expect(SecretGrants(["a": [.sample()], "b": [.sample()]]).missing(for: definition).isEmpty)
        #expect(SecretGrants([:]).missing(for: .sample()).isEmpty)
    }

    @Test("retries after the backoff, and stalls after the last try")
    func retries() {
        var world = world(.sample(retry: RetryPolicy(limit: 1, backoff: 5_000, maximumBackoff: 60_000)))
        world.run(web, .failed)
        #expect(world.decide(web) == .wait(.backoff(remaining: 5_000)))
        world.pass(4_999)
        #expect(world.decide(web) == .wait(.backoff(remaining: 1)))
        world.pass(1)
        #expect(world.decide(web)?.isDeploy == true)
        world.run(web, .timedOut)
        #expect(world.decide(web) == .hold(.stalled))
        world.pass(1_000_000)
        #expect(world.decide(web) == .hold(.stalled))
    }

    @Test("waits at most the whole backoff after a restart of the machine")
    func reboot() {
        var world = world()
        world.pass(1_000_000_000)
        world.run(web, .failed)
        world.now = .sample(0, boot: "another")
        #expect(world.decide(web) == .wait(.backoff(remaining: 5_000)))
        world.pass(5_000)
        #expect(world.decide(web)?.isDeploy == true)
    }

    @Test("never waits for a backoff when the definition has changed")
    func newDefinitionPassesBackoff() {
        var world = world()
        world.run(web, .failed)
        world.change(web, digest: .sample("b"))
        #expect(world.decide(web) == .deploy(.drift([.notDeployed, .incomplete])))
    }

    @Test("holds after a cancelled run")
    func cancelled() {
        var world = world()
        world.run(web, .cancelled)
        #expect(world.decide(web) == .hold(.cancelled))
    }

    @Test("deploys by force without drift, once")
    func forced() {
        var world = world()
        world.run(web)
        world.ask(web, SyncRequest(force: true, user: "anna"))
        #expect(world.decide(web) == .deploy(.forced))
        world.run(web)
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test("does nothing about a request without force when there is no drift")
    func requestWithoutForce() {
        var world = world()
        world.run(web)
        world.ask(web, SyncRequest(force: false, user: "anna"))
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test(
        "deploys by force after a run that failed meanwhile, even at its last try",
        arguments: [
            Deployment.Outcome.failed, .timedOut, .cancelled,
        ]
    )
    func forcedDuringRun(outcome: Deployment.Outcome) throws {
        let service = Service.sample(
            .sample(retry: RetryPolicy(limit: 0, backoff: 1, maximumBackoff: 1)),
            request: SyncRequest(force: true, user: nil)
        )
        let failed = Attempts.none.after(outcome, policy: service.desired.definition.retry, now: .sample(), jitter: 0)
        let run = LastRun(deployment: Identifier(1), digest: service.desired.digest, state: outcome.state)

        #expect(decide(service, lastRun: run, attempts: failed) == .deploy(.forced))
    }

    @Test("deploys nothing that is suspended, not even by force")
    func suspended() {
        var world = world(.sample(suspend: true))
        #expect(world.decide(web) == .hold(.suspended))
        world.ask(web, SyncRequest(force: true, user: nil))
        #expect(world.decide(web) == .hold(.suspended))
    }

    @Test("says of a suspended service without drift that it is suspended")
    func suspendedWithoutDrift() {
        var world = world()
        world.run(web)
        world.change(web, digest: .sample("a"), suspend: true)
        #expect(world.decide(web) == .hold(.suspended))
    }

    @Test(
        "holds what is wrong, with or without drift",
        arguments: [
            (Problem.Kind.invalidDefinition, Decision.hold(.invalidDefinition)),
            (.invalidContent, .hold(.invalidDefinition)),
            (.notCovered, .hold(.invalidDefinition)),
            (.duplicateName, .hold(.duplicateName)),
            (.dependencyCycle, .hold(.dependencyCycle)),
        ]
    )
    func problems(kind: Problem.Kind, decision: Decision) {
        var world = world(problems: [.sample(kind)])
        #expect(world.decide(web) == decision)
        world.run(web)
        #expect(world.decide(web) == decision)
        world.ask(web, SyncRequest(force: true, user: nil))
        #expect(world.decide(web) == decision)
    }

    @Test("goes on with a warning")
    func warning() {
        #expect(world(problems: [.sample(.duplicateName, severity: .warning)]).decide(web)?.isDeploy == true)
    }

    @Test("waits for dependencies to be deployed and healthy")
    func dependencies() {
        var world = world(.sample(dependsOn: ["db", "mail"]))
        world.put(.sample(id: 2, .sample(name: "db")))
        world.put(.sample(id: 3, .sample(name: "mail")))
        world.run(.sample("mail"))
        #expect(world.decide(web) == .wait(.dependencies([database])))
        world.run(database, .failed)
        #expect(world.decide(web) == .wait(.dependencies([database])))
        world.run(database)
        #expect(world.decide(web)?.isDeploy == true)
        world.begin(database)
        #expect(world.decide(web) == .wait(.dependencies([database])))
    }

    @Test("waits for dependencies even by force")
    func forcedWaits() {
        var world = world(.sample(dependsOn: ["db"]), request: SyncRequest(force: true, user: nil))
        world.put(.sample(id: 2, .sample(name: "db")))
        #expect(world.decide(web) == .wait(.dependencies([database])))
    }

    @Test("counts a suspended dependency by what is deployed of it")
    func suspendedDependency() {
        var world = world(.sample(dependsOn: ["db"]))
        world.put(.sample(id: 2, .sample(name: "db", suspend: true)))
        #expect(world.decide(web) == .wait(.dependencies([database])))
        world.change(database, digest: .sample("1"))
        world.run(database)
        world.change(database, digest: .sample("2"), suspend: true)
        #expect(world.decide(web)?.isDeploy == true)
    }

    @Test("holds for a dependency that nobody defines, once every source was read")
    func unknownDependency() {
        var world = world(.sample(dependsOn: ["db"]))
        world.allSourcesRead = false
        #expect(world.decide(web) == .wait(.sourcesUnread([database])))
        world.allSourcesRead = true
        #expect(world.decide(web) == .hold(.unknownDependency([database])))
    }

    @Test("says so of a dependency that has gone, though there is no drift")
    func lostDependency() {
        var world = world(.sample(dependsOn: ["db"]))
        world.run(web)
        #expect(world.decide(web) == .hold(.unknownDependency([database])))
        world.allSourcesRead = false
        #expect(world.decide(web) == .nothing(.synced))
    }

    @Test("leaves a service alone whose source is not configured, or which has left")
    func gone() {
        #expect(decide(.sample(), isSourceConfigured: false) == .hold(.sourceGone))
        #expect(decide(.sample(lifecycle: .removed)) == .nothing(.removed))
    }

    private func decide(
        _ service: Service,
        lastRun: LastRun? = nil,
        attempts: Attempts = .none,
        isSourceConfigured: Bool = true
    ) -> Decision {
        Planner.decide(
            PlanInput(
                service: service,
                deployed: nil,
                lastRun: lastRun,
                attempts: attempts,
                dependencies: [],
                allSourcesRead: true,
                isSourceConfigured: isSourceConfigured,
                now: .sample()
            )
        )
    }
}
