internal import Domain

/// A source as the API shows it: what the store has accepted of it, and how its polls go.
enum SourceView {
    static func json(_ source: Source, note: SourceBoard.Note?, problems: [Problem]) -> JSONValue {
        .members([
            "name": .string(source.name.text),
            "url": .string(source.url),
            "ref": .optional(note?.ref),
            "path": .string(source.path.text),
            "revision": .optional(source.accepted?.hex),
            "ready": .bool(note?.observed != nil && note?.failure == nil && note?.overdueSince == nil),
            "message": .optional(message(source, note)),
            "held": .optional(source.held, \.json),
            "observed": .optional(note?.observed?.description),
            "answered": .optional(note?.answered?.description),
            "next_poll": .optional(note?.nextPoll?.description),
            "consecutive_failures": .integer(note?.consecutiveFailures ?? 0),
            "problems": .array(problems.map(ProblemView.json)),
        ])
    }

    private static func message(_ source: Source, _ note: SourceBoard.Note?) -> String? {
        guard let note else {
            return "not in the configuration any more, or with another URL or path; its services are left as they are"
        }
        if let since = note.overdueSince { return "the poll that began at \(since) has not ended yet" }
        return note.failure ?? (note.observed == nil ? source.failure ?? "not polled yet" : nil)
    }
}
