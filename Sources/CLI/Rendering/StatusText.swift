internal import Domain

/// How the daemon, its sources and its services stand.
struct StatusText {
    let paint: Paint
    let now: Instant
    /// Of the terminal; nil where lines may have any length.
    var width: Int?

    func text(_ overview: StatusOverview) -> String { screen(overview).lines.map { $0 + "\n" }.joined() }

    /// What a terminal shows that has only so many rows.
    func lines(_ overview: StatusOverview, rows: Int) -> [String] { screen(overview).lines(rows: rows) }

    private func screen(_ overview: StatusOverview) -> StatusScreen {
        let problems = overview.sources.flatMap { $0["problems"]?.array ?? [] }
        return StatusScreen([
            sources(overview.sources), services(overview), self.problems(problems),
            .init(entries: DiskText.lines(overview.status["disk"]).map(wrapped), noun: "lines", share: 1),
        ])
    }

    private func wrapped(_ line: String) -> [String] { width.map { DisplayWidth.wrap(line, to: $0) } ?? [line] }

    private func sources(_ sources: [JSONValue]) -> StatusScreen.Block {
        var table = TextTable(
            "SOURCE",
            "REF",
            "REVISION",
            "READY",
            "ANSWERED",
            "NEXT",
            "MESSAGE",
            overflow: .wrappedBelow
        )
        for source in sources {
            let ready = Self.ready(source)
            table.add(
                .init(source.line("name")),
                .init(source.line("ref")),
                .init(Words.short(source.line("revision"))),
                .init(ready.word, ready.colour),
                .init(TimeText.age(source.line("answered"), now: now)),
                .init(Self.next(source, now)),
                .init(Self.message(source))
            )
        }
        guard !table.isEmpty else {
            return .init(head: ["No source is configured."], entries: [], noun: "sources", share: nil)
        }
        let lines = table.lines(paint, width: width)
        return .init(head: [lines.header], entries: lines.rows, noun: "sources", share: 4)
    }

    /// A source that is held may also have stopped to answer.
    private static func message(_ source: JSONValue) -> String? {
        let texts = [source.line("message"), HeldText.line(source)].compactMap(\.self)
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    /// When it is asked again by itself.
    private static func next(_ source: JSONValue, _ now: Instant) -> String? {
        guard let next = source.line("next_poll").flatMap(Instant.init(rfc3339:)) else { return nil }
        let left = next.millisecondsSince1970 - now.millisecondsSince1970
        return left > 0 ? "in \(TimeText.span(left))" : "now"
    }

    private static func ready(_ source: JSONValue) -> (word: String, colour: Paint.Colour) {
        guard source["ready"]?.bool ?? false else { return ("no", .red) }
        return HeldText.line(source) == nil ? ("yes", .green) : ("held", .yellow)
    }

    private func services(_ overview: StatusOverview) -> StatusScreen.Block {
        let services = ServiceRank.ordered(overview.services)
        guard !services.isEmpty else {
            return .init(head: [overview.absence], entries: [], noun: "services", share: nil)
        }
        var table = TextTable("SERVICE", "DESIRED", "DEPLOYED", "SYNC", "HEALTH", "SINCE", "DECISION", overflow: .below)
        for service in services {
            let (sync, health) = (service.line("sync_status"), service.line("health"))
            table.add(
                .init(service.line("name")),
                .init(service.line("desired", "version")),
                .init(ServiceText.deployedVersion(service)),
                .init(Words.plain(sync), Words.colour(syncStatus: sync)),
                .init(health, Words.colour(health: health)),
                .init(ServiceSince.moment(service).flatMap { TimeText.duration(from: $0, to: nil, now: now) }),
                .init(remark(service, overview))
            )
        }
        let lines = table.lines(paint, width: width)
        let tail = ["", DisplayWidth.cut(overview.totals, to: width ?? .max)]
        return .init(head: [lines.header], entries: lines.rows, tail: tail, noun: "services", share: nil)
    }

    /// What there is to say of a service that is not simply as it should be.
    private func remark(_ service: JSONValue, _ overview: StatusOverview) -> String? {
        if let run = service.runUnderWay {
            return RunText(now: now).line(run.line("id").flatMap { overview.runs[$0] } ?? run, of: service)
        }
        let decision = service.line("decision", "message") ?? service.line("decision", "reason")
        guard ServiceRank(service) != .inSync || width == nil else { return nil }
        return [failure(service), decision].compactMap(\.self).joined(separator: "; ")
    }

    /// Why the last run failed, where that is what is wrong.
    private func failure(_ service: JSONValue) -> String? {
        guard service.line("health") == "degraded", let last = service["last_deployment"],
            let state = last.line("state"), state != "succeeded", let message = last.line("message")
        else { return nil }
        return "deployment \(last.line("id") ?? "?") \(Words.plain(state) ?? state): \(message)"
    }

    private func problems(_ problems: [JSONValue]) -> StatusScreen.Block {
        let entries = problems.map { ProblemText.lines($0, width: width) }
        return .init(head: problems.isEmpty ? [] : ["Problems:"], entries: entries, noun: "problems", share: 5)
    }
}
