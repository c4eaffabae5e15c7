import Domain
import StatusAPI
import Synchronization
import TestSupport

/// A daemon of a few written-down answers, for what HTTP makes of them.
final class FakeDaemon: StatusQuerying, RunLogReading, SyncControlling, ServiceControlling, StoreControlling {
    let isReady: Bool
    /// What people have had it do.
    let deeds = RecordingLog()
    private let log = Mutex<[UInt8]>([])
    private let state = Mutex("running")
    private let asked = Mutex<[SyncControl]>([])
    private let told = Mutex<[String]>([])
    private let present = Mutex(AnswerStamp(changes: 0, runtimeState: 0))
    private let changing = Mutex(false)
    private let looks = Mutex(0)
    private let isClocked = Mutex(false)

    init(isReady: Bool = true, log: String = "") {
        self.isReady = isReady
        self.log.withLock { $0 = Array(log.utf8) }
    }

    /// The syncs that were asked for.
    var syncs: [SyncControl] { asked.withLock { $0 } }

    /// What was asked for beside syncs.
    var controlled: [String] { told.withLock { $0 } }

    /// What answers are made of now; nil while something is being stored.
    var stamp: AnswerStamp? { changing.withLock { $0 } ? nil : present.withLock { $0 } }

    /// How often its services were looked at.
    var lookedAtServices: Int { looks.withLock { $0 } }

    /// Something has changed in the store.
    func change() {
        present.withLock { $0 = AnswerStamp(changes: $0.changes + 1, runtimeState: $0.runtimeState) }
    }

    /// A change is being stored from now on, or not any more.
    func store(_ isUnderWay: Bool) { changing.withLock { $0 = isUnderWay } }

    /// From now on the clock alone changes its services.
    func followsTheClock() { isClocked.withLock { $0 = true } }

    func append(_ text: String) { log.withLock { $0 += Array(text.utf8) } }
    func end() { state.withLock { $0 = "succeeded" } }

    func status() -> JSONValue { .members(["version": .string("1")]) }

    func services(after name: ServiceName?, limit: Int) -> StatusPage {
        looks.withLock { $0 += 1 }
        let names = ["a", "b", "c"].filter { $0 > name?.text ?? "" }
        let shown = Array(names.prefix(limit))
        var page = StatusPage(
            items: shown.map { .members(["name": .string($0)]) },
            next: names.count > limit ? shown.last : nil,
            sequence: 7
        )
        page.changesWithTime = isClocked.withLock { $0 }
        return page
    }

    func service(_ name: ServiceName) -> JSONValue? {
        name.text == "a" ? .members(["name": .string("a")]) : nil
    }

    func absence(of name: ServiceName) -> AbsentService { AbsentService(name: name, nearest: .sample("a")) }

    func deployments(_ filter: DeploymentFilter, before: Deployment.ID?, limit: Int) -> StatusPage {
        let filtered = "\(filter.service?.text ?? "*") \(filter.state?.rawValue ?? "*") \(before?.description ?? "*")"
        return StatusPage(items: [.string(filtered)], next: nil, sequence: 7)
    }

    func deployment(_ id: Deployment.ID) -> JSONValue? {
        id.number == 1 ? .members(["id": .integer(1), "state": .string(state.withLock { $0 })]) : nil
    }

    func epoch() -> String { "epoch" }

    func state(of id: Deployment.ID) -> Deployment.State? {
        id.number == 1 ? Deployment.State(rawValue: state.withLock { $0 }) : nil
    }

    func decisions(of name: ServiceName, before: DecisionRecord.ID?, limit: Int) -> StatusPage? {
        guard name.text == "a" else { return nil }
        return StatusPage(items: [.string("before \(before?.description ?? "*")")], next: nil, sequence: 7)
    }

    func steps(of id: Deployment.ID, after position: Int64?, limit: Int) -> StatusPage? {
        id.number == 1 ? StatusPage(items: [.integer(position ?? 0)], next: nil, sequence: 7) : nil
    }

    func deployedServices(after name: ServiceName?, limit: Int) -> StatusPage {
        StatusPage(items: [], next: nil, sequence: 7)
    }

    func events(of service: ServiceName?, after sequence: Int64, limit: Int) -> StatusPage {
        var page = StatusPage(items: [.integer(sequence), .optional(service?.text)], next: nil, sequence: 7)
        page.first = 4
        return page
    }

    func plan(ref: String?) throws -> StatusAnswer {
        if ref == "nowhere" { throw Stop() }
        return StatusAnswer(.optional(ref))
    }

    func revision(_ revision: Revision) -> JSONValue { .members(["revision": .string(revision.hex)]) }

    func request(_ id: ControlRequest.ID) -> JSONValue? {
        id.number == 1 ? .members(["id": .integer(1)]) : nil
    }

    func metrics() -> [MetricFamily] { [MetricFamily("up", .gauge, "Whether it is up.", [.init(.number(1))])] }

    func readiness() -> Readiness { Readiness(isReady: isReady, remarks: isReady ? [] : ["source 's' is down"]) }

    func read(_ deployment: Deployment.ID, from offset: Int64, limit: Int) -> [UInt8] {
        log.withLock { Array($0.dropFirst(Int(offset)).prefix(limit)) }
    }

    func size(_ deployment: Deployment.ID) -> Int64 { log.withLock { Int64($0.count) } }

    func sync(_ request: SyncControl) throws -> SyncReport {
        asked.withLock { $0.append(request) }
        if let unknown = request.services.first(where: { $0.text != "a" }) {
            throw Refusal.noServiceNamed([absence(of: unknown)])
        }
        let sources = request.accept.map { revision in
            SyncReport.PolledSource(name: .sample(), revision: nil, failure: nil, held: .sample(revision))
        }
        return SyncReport(sources: [sources].compactMap(\.self), services: request.services)
    }

    func suspend(_ command: SuspendService) throws -> ServiceControlOutcome {
        try control(command.name, "suspend \(command.name) by \(command.user ?? "-"): \(command.reason ?? "-")")
    }

    func resume(_ command: ResumeService) throws -> ServiceControlOutcome {
        try control(command.name, "resume \(command.name)")
    }

    func cancel(_ command: CancelDeployment) throws -> CancelDeployment.Outcome {
        switch command.deployment.number {
        case 1: break
        case 2: throw Refusal.alreadyEnded(command.deployment, .failed)
        default: throw Refusal.unknownDeployment(command.deployment)
        }
        told.withLock { $0.append("cancel \(command.deployment) by \(command.user ?? "-")") }
        return .running
    }

    func forget(_ command: ForgetSource) throws -> [ServiceName] {
        guard command.name.text == "a" else { throw Refusal.nothingToForget(command.name, isConfigured: false) }
        told.withLock { $0.append("forget \(command.name)") }
        return [.sample("web")]
    }

    func backup(to path: String) throws -> BackupReport {
        guard path.hasPrefix("/") else { throw BackupRefused("the place for a backup must be absolute: \(path)") }
        told.withLock { $0.append("backup \(path)") }
        return BackupReport(bytes: 4_096, sequence: 7)
    }

    private func control(_ name: ServiceName, _ words: String) throws -> ServiceControlOutcome {
        guard name.text == "a" else { throw Refusal.noServiceNamed([absence(of: name)]) }
        told.withLock { $0.append(words) }
        return ServiceControlOutcome(hasChanged: true, isSuspendedByDefinition: false, affected: [])
    }

    private struct Stop: Error, CustomStringConvertible {
        let description = "no source has it"
    }
}

extension FakeDaemon {
    /// What its control socket answers, to a person called eve.
    var control: Router {
        Routers.control(
            self,
            logs: self,
            logins: AccessWorld().logins,
            controls: self,
            services: self,
            store: self,
            feed: FeedHub(RecordedFeed(), missed: RecordedFeed(), report: { _ in }),
            access: RecordingAccess(),
            userName: { _ in "eve" },
            log: deeds,
            report: { _ in }
        )
    }
}

extension FakeDaemon {
    /// What its `status_listen` answers; without an authenticator to everybody.
    func open(
        _ world: AccessWorld = AccessWorld(),
        authenticator: Authenticator? = nil,
        origins: OriginRule = OriginRule()
    ) -> Router {
        Routers.publicStatus(
            self,
            logs: self,
            logins: world.logins,
            feed: FeedHub(RecordedFeed(), missed: RecordedFeed(), report: { _ in }),
            authenticator: authenticator,
            hosts: HostRule(),
            origins: origins,
            report: { _ in }
        )
    }
}
