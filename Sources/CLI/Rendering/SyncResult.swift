internal import Domain

/// How far a service has come that somebody waits for.
enum SyncResult: Equatable, Sendable {
    case done
    /// It cannot get there by itself: stalled, cancelled, held, suspended, invalid.
    case stuck(reason: String)
    /// It is on its way, or waits for these services.
    case pending(behind: [String])

    /// The verdict about a service as the API shows it; one that is not there any more is done.
    init(_ service: JSONValue?) {
        guard let service else {
            self = .done
            return
        }
        let decision = service["decision"]
        switch decision?.line("decision") {
        case "nothing":
            let isDone = service.line("sync_status") == "synced" || decision?.line("reason") == "removed"
            self = isDone ? .done : .pending(behind: [])
        case "hold": self = .stuck(reason: decision?.line("message") ?? decision?.line("reason") ?? "held")
        default: self = .pending(behind: decision?.lines("blocked_by") ?? [])
        }
    }
}
