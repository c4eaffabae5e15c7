internal import Domain
internal import Reconciler

/// Which services `status` is asked for.
struct StatusFilter: Equatable {
    static let health = OptionSyntax(
        name: "health",
        value: "HEALTH",
        choices: ServiceStanding.Health.allCases.map(\.rawValue),
        help: "only services of this health, as degraded or progressing"
    )
    static let sync = OptionSyntax(
        name: "sync",
        value: "STATUS",
        choices: ServiceStanding.SyncStatus.allCases.map(\.rawValue),
        help: "only services of this sync status, as out_of_sync"
    )
    static let source = OptionSyntax(name: "source", value: "NAME", help: "only this source and its services")
    static let options = [health, sync, source]

    var health: String?
    var sync: String?
    var source: String?

    init(_ invocation: Invocation) {
        health = invocation.value(Self.health)
        sync = invocation.value(Self.sync)
        source = invocation.value(Self.source)
    }

    var isEmpty: Bool { health == nil && sync == nil && source == nil }

    func takes(_ service: JSONValue) -> Bool {
        let wanted = [("health", health), ("sync_status", sync), ("source", source)]
        return wanted.allSatisfy { key, value in value.map { $0 == service[key]?.string } ?? true }
    }

    /// - Throws: ``UsageError`` if the daemon has no source of that name.
    func check(_ status: JSONValue, _ command: String) throws(UsageError) {
        let known = (status["sources"]?.array ?? []).compactMap { $0["name"]?.string }
        guard let source, !known.contains(source) else { return }
        let hint = NearestWord.hint(source, among: known)
        let list = known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))"
        throw UsageError("there is no source \"\(SafeText.line(source))\"\(hint); \(list)", command: command)
    }
}
