import Domain
import Glibc
import Platform
import TestSupport

extension World {
    /// Everything that contradicts the promises now that nothing goes on.
    func violations(_ allowance: Allowance) throws -> [String] {
        var violations = ledger.take(events: try newEvents())
        violations += ledger.take(trace: try trace.next(), services)
        violations += ledger.take(deployments: try newDeployments(), services, allowance)
        violations += ledger.lastRunContradiction()
        violations += try countContradictions()
        violations += try serviceContradictions()
        violations += try leftovers()
        violations += memoryContradictions()
        return violations
    }

    private func newEvents() throws -> [JSONValue] {
        var events: [JSONValue] = []
        var last = ledger.lastEvent
        while true {
            let page = try api.get("events?after=\(last)&limit=500")["items"]?.array ?? []
            guard let end = page.last?["seq"]?.integer else { return events }
            events += page
            last = end
        }
    }

    /// The deployments that were not judged yet, with their steps, the oldest first.
    private func newDeployments() throws -> [JSONValue] {
        var found: [JSONValue] = []
        var cursor = ""
        while true {
            let page = try api.get("deployments?limit=100\(cursor)")
            let items = page["items"]?.array ?? []
            let new = items.filter { ($0["id"]?.integer ?? 0) > ledger.lastDeployment }
            found += new
            guard new.count == items.count, let next = page["next"]?.string else { break }
            cursor = "&cursor=\(next)"
        }
        return try found.reversed().map { deployment in
            guard let id = deployment["id"]?.integer, deployment["state"]?.string == "succeeded" else {
                return deployment
            }
            return try api.get("deployments/\(id)")
        }
    }

    /// That nothing which is over has changed or gone since it was judged.
    private func countContradictions() throws -> [String] {
        let counts = try api.get("status")["deployments"]?.object?.members ?? []
        return counts.compactMap { member in
            let (said, known) = (member.value.integer ?? -1, ledger.tally[member.key] ?? 0)
            return said == known ? nil : "status counts \(said) deployments as \(member.key), and there are \(known)"
        }
    }

    private func serviceContradictions() throws -> [String] {
        let deployed = try api.list("deployed-services").reduce(into: [String: Int64]()) { known, item in
            known[item["service"]?.string ?? ""] = item["deployment_id"]?.integer
        }
        var violations: [String] = []
        for (service, success) in ledger.lastSuccess where deployed[service] != success {
            violations.append(
                "\(service): \(deployed[service].map { "\($0)" } ?? "nothing") is deployed, not \(success)"
            )
        }
        let shown = Services.good(try api.list("services"))
        if shown.count != services.all.count { violations.append("\(shown.count) services are shown") }
        for json in shown { violations += contradictions(in: json) }
        return violations
    }

    private func contradictions(in json: JSONValue) -> [String] {
        guard let name = json["name"]?.string, let service = services.all[name] else {
            return ["\(json["name"]?.text() ?? "a service") is in no commit"]
        }
        guard json["desired"]?["version"]?.string == "\(service.version)" else {
            return ["\(name): version \(json["desired"]?["version"]?.text() ?? "") is desired, not \(service.version)"]
        }
        let isSynced = json["sync_status"]?.string == "synced"
        let reason = json["decision"]?["reason"]?.string ?? ""
        switch service.behaviour {
        case .failing: return isSynced ? ["\(name) is synced, and its script fails"] : []
        default:
            guard !isSynced else { return [] }
            return reason == "dependency" ? [] : ["\(name) is not synced: \(json["decision"]?.text() ?? "")"]
        }
    }

    /// Whether the daemon, or what it talks to remotes with, has ever had more memory than it may.
    private func memoryContradictions() -> [String] {
        guard let pid = daemon?.pid else { return [] }
        let peak = ([pid] + Machine.fetchers(of: pid)).compactMap(ProcessMemory.peak).max() ?? 0
        return peak > World.mostMemory ? ["\(peak >> 20) MiB of memory were taken"] : []
    }

    // MARK: Leftovers

    /// Processes and files of runs that are over; what is just going gets a moment.
    private func leftovers() throws -> [String] {
        var found: [String] = []
        _ = try Patience.wait(upTo: 5, every: 20) {
            found = try processesLeft() + filesLeft()
            return found.isEmpty
        }
        guard found.isEmpty, settings.runAs != "root" else { return found }
        // Other daemons of this machine have such places too.
        var places: [String] = []
        _ = try Patience.wait(upTo: 60, every: 50) {
            places = try Outside.places().filter { !placesBefore.contains($0) && Outside.isPerhaps($0, of: folder) }
            return places.isEmpty
        }
        return places.map { "\($0) is left" }
    }

    private func processesLeft() -> [String] {
        Machine.ofRuns(tracing: trace.path).map { "\($0) is left of a run" }
            + Machine.guardians(below: state).map { "the guardian \($0) is left" }
            + Machine.supervisors(below: state).map { "the supervisor \($0) is left" }
    }

    private func filesLeft() throws -> [String] {
        let known: Set = [
            "lock", "id", "control.sock", "store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "sources", "runs",
            "logs",
        ]
        var left = try Folder.names(in: state).filter { !known.contains($0) }
        left += try Folder.names(in: "\(state)/runs").map { "runs/\($0)" }
        left += try filesLeft(in: "\(state)/sources")
        left += try Folder.names(in: place.failpoints).map { "the fuse \($0)" }
        return left.map { "\($0) is left" }
    }

    /// Locks and halves of files of the clone, and of clones that were replaced.
    private func filesLeft(in folder: String) throws -> [String] {
        try Folder.names(in: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            let isHalf =
                [".lock", ".tmp", ".new", ".old"].contains { name.hasSuffix($0) } || name.hasPrefix("pack_git2_")
            return (isHalf ? [path] : []) + (Folder.isFolder(at: path) ? try filesLeft(in: path) : [])
        }
    }
}
