import Domain
import Glibc
import Platform

extension World {
    /// Waits until the daemon has taken in the last commit, and nothing is left to do.
    ///
    /// - Throws: ``Violation`` if that does not come.
    func settle() throws {
        try takeInHead()
        var restless = ""
        let isQuiet = try Patience.wait(upTo: 120, every: 20) {
            try revive()
            restless = unrest() ?? ""
            return restless.isEmpty
        }
        guard isQuiet else { throw Violation("nothing settles: \(restless)") }
    }

    /// Polls until the last commit is accepted; a fault may still hit the first polls.
    private func takeInHead() throws {
        var failure = ""
        let isTaken = try Patience.wait(upTo: 60, every: 20) {
            try revive()
            do {
                let source = try api.sync()
                failure = source["failure"]?.string ?? ""
                return source["revision"]?.string == commits.head
            } catch {
                failure = "\(error)"
                return false
            }
        }
        guard isTaken else { throw Violation("the source does not come to \(commits.head): \(failure)") }
    }

    /// What is still to come, or nil.
    private func unrest() -> String? {
        do {
            for state in ["running", "queued"] {
                let some = try api.get("deployments?state=\(state)&limit=1")["items"]?.array ?? []
                if let deployment = some.first { return "\(state): \(deployment.text())" }
            }
            let services = Services.good(try api.list("services"))
            let restless = services.first { !isAtRest($0, among: services) }
            return restless.map { "\($0["name"]?.string ?? "") is \($0["decision"]?.text() ?? "")" }
        } catch {
            return "\(error)"
        }
    }

    private func isAtRest(_ service: JSONValue, among services: [JSONValue]) -> Bool {
        let decision = service["decision"]
        switch (decision?["decision"]?.string, decision?["reason"]?.string) {
        case ("nothing", _), ("hold", _): return true
        case ("wait", "backoff"): return service["name"]?.string == Services.patient
        case ("wait", "dependency"):
            let names = decision?["blocked_by"]?.array?.compactMap(\.string) ?? []
            return services.contains { names.contains($0["name"]?.string ?? "") && isStalled($0) }
        default: return false
        }
    }

    private func isStalled(_ service: JSONValue) -> Bool { service["decision"]?["reason"]?.string == "stalled" }

    /// Asks once more for what the fault itself has made stall, and waits for it.
    func wakeStalled() throws {
        let stalled = Services.good(try api.list("services")).filter(isStalled).compactMap { $0["name"]?.string }
        let innocent = stalled.filter { services.all[$0]?.behaviour != .failing }
        guard !innocent.isEmpty else { return }
        try api.sync(innocent)
        try settle()
    }
}
