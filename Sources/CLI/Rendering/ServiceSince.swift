internal import Domain

/// Since when a service is as it is.
enum ServiceSince {
    /// The moment, as the API writes it; nil where it is not known, as of what waits and has never run.
    static func moment(_ service: JSONValue) -> String? {
        let last = service["last_deployment"]
        switch last?.line("state") {
        case "queued": return last?.line("queued")
        case "running": return last?.line("started")
        default: break
        }
        if let suspended = service.line("suspension", "at") { return suspended }
        if service.line("sync_status") == "synced" { return service.line("deployed", "at") }
        return last?.line("finished")
    }
}
