import Domain

/// What the events, the records and the trace have told so far, and what in it contradicts the promises.
struct Ledger {
    private(set) var lastEvent: Int64 = 0
    private(set) var lastDeployment: Int64 = 0
    private(set) var tally: [String: Int64] = [:]
    /// The last deployment of each service that has succeeded, and that has started.
    private(set) var lastSuccess: [String: Int64] = [:]
    private var lastStarted: [String: Int64] = [:]
    private var patientTries = 0
    private var successes: [String: [Int: Int]] = [:]
    private var told: [Int64: Told] = [:]
    private var traced: [Int64: Traced] = [:]
    private var speaking: [String: Int64] = [:]
    private var endedVersion: [String: Int] = [:]

    /// What the events say of one deployment.
    private struct Told {
        var queued = 0
        var started = 0
        var terminal: [String] = []
        /// How often each step was said to have ended.
        var stepEnds: [Int64: Int] = [:]
    }

    /// What the trace says of one deployment.
    private struct Traced {
        var begins = 0
        var ends: [Int64] = []
        var service = ""
    }

    // MARK: Events

    mutating func take(events: [JSONValue]) -> [String] {
        var violations: [String] = []
        for event in events {
            let seq = event["seq"]?.integer ?? -1
            if seq != lastEvent + 1 { violations.append("event \(seq) follows event \(lastEvent)") }
            lastEvent = seq
            if let deployment = event["deployment_id"]?.integer { take(event, of: deployment) }
        }
        return violations
    }

    private mutating func take(_ event: JSONValue, of deployment: Int64) {
        switch event["event"]?.string ?? "" {
        case "DeploymentQueued": told[deployment, default: Told()].queued += 1
        case "DeploymentStarted": told[deployment, default: Told()].started += 1
        case "DeploymentFinished", "DeploymentFailed", "DeploymentCancelled", "DeploymentSuperseded":
            told[deployment, default: Told()].terminal.append(event["event"]?.string ?? "")
        case "StepProcessed":
            guard let step = event["data"]?["id"]?.integer else { return }
            told[deployment, default: Told()].stepEnds[step, default: 0] += 1
        default: break
        }
    }

    // MARK: Trace

    mutating func take(trace lines: [TraceFile.Line], _ services: Services) -> [String] {
        var violations: [String] = []
        for line in lines {
            traced[line.deployment, default: Traced()].service = line.service
            switch line.kind {
            case .begin:
                traced[line.deployment, default: Traced()].begins += 1
                speaking[line.service] = line.deployment
                violations += prematureStart(line, services)
            case .tick, .end:
                if let other = speaking[line.service], other != line.deployment {
                    violations.append("\(line.service): run \(line.deployment) goes on while run \(other) does")
                }
            }
            guard line.kind == .end else { continue }
            traced[line.deployment, default: Traced()].ends.append(Int64(line.rest) ?? -1)
            if line.rest == "0" { endedVersion[line.service] = max(line.version, endedVersion[line.service] ?? 0) }
        }
        return violations
    }

    /// A dependant that runs before what it depends on was deployed as its commit wants it.
    private func prematureStart(_ line: TraceFile.Line, _ services: Services) -> [String] {
        guard let needed = services.all[line.service]?.dependsOn else { return [] }
        let wanted = (services.behaviours[needed] ?? [:]).keys.filter { $0 <= line.version }.max() ?? 0
        guard (endedVersion[needed] ?? 0) < wanted else { return [] }
        return ["\(line.service) \(line.version) runs before \(needed) \(wanted) does"]
    }

    // MARK: Records

    /// Judges the deployments since the last call, the oldest first; all are over.
    mutating func take(deployments: [JSONValue], _ services: Services, _ allowance: Allowance) -> [String] {
        var violations: [String] = []
        var interruptions = 0
        for deployment in deployments {
            let record = Record(deployment)
            if record.id != lastDeployment + 1 {
                violations.append("deployment \(record.id) follows \(lastDeployment)")
            }
            lastDeployment = record.id
            tally[record.state, default: 0] += 1
            if !Services.isHostile(record.service) { note(record) }
            if record.service == Services.patient { patientTries += 1 }
            if record.state == "interrupted" { interruptions += 1 }
            // Of those that are made to harm nothing is known but that they have a record.
            guard !Services.isHostile(record.service) else { continue }
            let words = judge(record, services, allowance)
            violations += words.map { "deployment \(record.id) (\(record.service) \(record.version)): \($0)" }
        }
        if interruptions > allowance.interruptions {
            violations.append(
                "\(interruptions) deployments were interrupted, and only \(allowance.interruptions) may be"
            )
        }
        if patientTries > 1 { violations.append("what waits an hour for its next try was tried \(patientTries) times") }
        violations += traced.filter { $0.key > lastDeployment }.map {
            "run \($0.key) of \($0.value.service) has no record"
        }
        forgetJudged()
        return violations
    }

    private mutating func note(_ record: Record) {
        if record.isStarted { lastStarted[record.service] = record.id }
        guard record.state == "succeeded" else { return }
        lastSuccess[record.service] = record.id
        successes[record.service, default: [:]][record.version, default: 0] += 1
    }

    private func judge(_ record: Record, _ services: Services, _ allowance: Allowance) -> [String] {
        let told = told[record.id] ?? Told()
        let traced = traced[record.id] ?? Traced()
        var violations: [String] = []
        func require(_ holds: Bool, _ words: @autoclosure () -> String) { if !holds { violations.append(words()) } }

        require(told.queued == 1, "\(told.queued) events say that it was queued")
        require(told.started == (record.isStarted ? 1 : 0), "\(told.started) events say that it was started")
        require(
            told.terminal == [record.terminalEvent],
            "it is \(record.state), and its last events are \(told.terminal)"
        )
        require(told.stepEnds.values.allSatisfy { $0 == 1 }, "a step ended more than once: \(told.stepEnds)")
        require(
            record.runs.contains(traced.begins),
            "it is \(record.state) (\(record.message)), and its script ran \(traced.begins) times"
        )
        if let status = record.exitCode, traced.begins == 1 {
            require(traced.ends == [status], "its exit status is \(status), and its script said \(traced.ends)")
        }
        if !record.isStarted { require(record.state == "superseded", "it is \(record.state) and never started") }
        require(isExplained(record, services, allowance), "it is \(record.state) for no reason: \(record.message)")
        if record.state == "succeeded" {
            let count = successes[record.service]?[record.version] ?? 0
            require(count == 1, "the same version succeeded \(count) times")
            let wanted = services.behaviours[record.service]?[record.version]?.steps ?? 0
            let good = record.steps.filter { $0.hasPrefix("step ") && $0.hasSuffix(" success") }
            require(
                good == (0..<wanted).map { "step \($0 + 1) success" },
                "\(wanted) steps were reported: \(record.steps)"
            )
            require(
                record.steps.allSatisfy { $0.hasSuffix(" success") || $0.hasSuffix(" skipped") },
                "steps: \(record.steps)"
            )
        }
        return violations
    }

    private func isExplained(_ record: Record, _ services: Services, _ allowance: Allowance) -> Bool {
        switch record.state {
        case "succeeded", "superseded", "interrupted": return true
        case "failed":
            if allowance.hasBadDisk { return true }
            guard let status = record.exitCode, status != 0 else { return false }
            return services.behaviours[record.service]?[record.version]?.mayExit(with: status) ?? false
        default: return false
        }
    }

    /// Of what is over nothing more can come, but a run without a record.
    private mutating func forgetJudged() {
        told = told.filter { $0.key > lastDeployment }
        traced = traced.filter { $0.key > lastDeployment }
    }

    /// Whether the last run in the trace is the last one on record.
    func lastRunContradiction() -> [String] {
        speaking.compactMap { service, run in
            guard let started = lastStarted[service], started < run else { return nil }
            return "\(service): run \(run) came last, and the records say \(started)"
        }
    }
}

/// A deployment as the API shows it.
private struct Record {
    let id: Int64
    let service: String
    let version: Int
    let state: String
    let isStarted: Bool
    let exitCode: Int64?
    let message: String
    /// "step 1 success".
    let steps: [String]

    init(_ json: JSONValue) {
        id = json["id"]?.integer ?? -1
        service = json["service"]?.string ?? ""
        version = json["version"]?.string.flatMap { Int($0) } ?? -1
        state = json["state"]?.string ?? ""
        isStarted = json["started"]?.string != nil
        exitCode = json["exit_code"]?.integer
        message = json["message"]?.string ?? ""
        steps = (json["steps"]?.array ?? []).map { "\($0["name"]?.string ?? "") \($0["state"]?.string ?? "")" }
    }

    var terminalEvent: String {
        switch state {
        case "succeeded": "DeploymentFinished"
        case "cancelled": "DeploymentCancelled"
        case "superseded": "DeploymentSuperseded"
        default: "DeploymentFailed"
        }
    }

    /// How often its script may have run.
    var runs: ClosedRange<Int> {
        switch state {
        case "succeeded": 1...1
        case "superseded": 0...0
        case "failed" where exitCode != nil: 1...1
        default: 0...1
        }
    }
}
