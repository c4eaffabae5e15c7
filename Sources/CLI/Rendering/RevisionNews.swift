internal import Domain

/// What is new of a revision that somebody waits for, in words; the same thing is said once.
struct RevisionNews {
    private let revision: Revision
    private let paint: Paint
    private var said: [String: String] = [:]

    init(_ revision: Revision, paint: Paint) {
        self.revision = revision
        self.paint = paint
    }

    /// The lines that are different from what was said before.
    mutating func take(_ progress: JSONValue) -> String {
        let sources = progress["sources"]?.array ?? []
        let services = progress["services"]?.array ?? []
        var lines = sources.compactMap { source in
            news(of: "source \(source.line("name") ?? "?")", Self.sentence(source, among: sources, revision))
        }
        lines += services.compactMap { service in
            let name = paint(service.line("service") ?? "?", .bold)
            return news(of: "service \(name)", Self.sentence(service).map { "\(name): \($0)" })
        }
        for problem in progress["problems"]?.array ?? [] {
            let line = ProblemText.line(problem)
            if let news = news(of: "problem \(line)", line) { lines.append(news) }
        }
        if progress.line("outcome") == "done", services.isEmpty, said["end"] == nil {
            said["end"] = ""
            lines.append("It changed nothing that a run can see.")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private mutating func news(of subject: String, _ sentence: String?) -> String? {
        guard let sentence, said[subject] != sentence else { return nil }
        said[subject] = sentence
        return sentence
    }

    private static func sentence(_ source: JSONValue, among all: [JSONValue], _ revision: Revision) -> String? {
        let name = source.line("name") ?? "?"
        let isKnownElsewhere = all.contains { $0["counts"]?.bool ?? false }
        switch source.line("state") {
        case "accepted":
            let accepted = source.line("accepted") ?? revision.hex
            let by = accepted == revision.hex ? "" : " with \(accepted)"
            return "source '\(name)' has accepted \(revision.short)\(by)"
        case "held":
            return "source '\(name)' is \(HeldText.line(source) ?? "held")"
        case "rewritten":
            return "source '\(name)' does not contain \(revision.short) any more: its history was rewritten"
        default:
            guard source["counts"]?.bool ?? false || !isKnownElsewhere else { return nil }
            let failure = source["failure"]?.string.map { "; it cannot be polled: \(SafeText.lines($0))" } ?? ""
            return "source '\(name)' has not come to \(revision.short) yet\(failure)"
        }
    }

    private static func sentence(_ service: JSONValue) -> String? {
        guard let message = service.line("message") else { return nil }
        return service.line("state") == "done" ? "done: \(message)" : message
    }
}
