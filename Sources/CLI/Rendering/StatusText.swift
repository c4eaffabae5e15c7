internal import Domain

/// How the daemon, its sources and its services stand.
struct StatusText {
    let paint: Paint
    let now: Instant

    func text(status: JSONValue, services: [JSONValue]) -> String {
        let sources = status["sources"]?.array ?? []
        let problems = sources.flatMap { $0["problems"]?.array ?? [] }
        return self.sources(sources) + "\n" + self.services(services) + ProblemText.section(problems)
            + DiskText.section(status["disk"])
    }

    private func sources(_ sources: [JSONValue]) -> String {
        var table = TextTable("SOURCE", "REF", "REVISION", "READY", "POLLED", "MESSAGE")
        for source in sources {
            let ready = Self.ready(source)
            table.add(
                .init(source.line("name")),
                .init(source.line("ref")),
                .init(Words.short(source.line("revision"))),
                .init(ready.word, ready.colour),
                .init(TimeText.age(source.line("observed"), now: now)),
                .init(HeldText.line(source) ?? source.line("message"))
            )
        }
        return table.isEmpty ? "No source is configured.\n" : table.text(paint)
    }

    private static func ready(_ source: JSONValue) -> (word: String, colour: Paint.Colour) {
        guard source["ready"]?.bool ?? false else { return ("no", .red) }
        return HeldText.line(source) == nil ? ("yes", .green) : ("held", .yellow)
    }

    private func services(_ services: [JSONValue]) -> String {
        var table = TextTable("SERVICE", "DESIRED", "DEPLOYED", "SYNC", "HEALTH", "DECISION")
        for service in services {
            let (sync, health) = (service.line("sync_status"), service.line("health"))
            table.add(
                .init(service.line("name")),
                .init(service.line("desired", "version")),
                .init(ServiceText.deployedVersion(service)),
                .init(Words.plain(sync), Words.colour(syncStatus: sync)),
                .init(health, Words.colour(health: health)),
                .init(service.line("decision", "message") ?? service.line("decision", "reason"))
            )
        }
        return table.isEmpty ? "No service is defined.\n" : table.text(paint)
    }
}
