internal import Domain

/// What takes the disk, what is free of it, and what is kept, as the API shows it.
enum DiskView {
    static func json(_ board: DiskBoard, _ shortage: DiskShortage?) -> JSONValue {
        let note = board.note
        return .members([
            "store_bytes": .optional(note.use?.store) { .integer($0) },
            "log_bytes": .optional(note.outputs) { .integer($0) },
            "run_bytes": .optional(note.use?.runs) { .integer($0) },
            "source_bytes": .optional(note.use?.sources) { .integer($0) },
            "free_bytes": .optional(note.free) { .integer($0) },
            "observed": .optional(note.observed?.description),
            "shortage": .optional(shortage?.words),
            "limits": limits(board.limits),
        ])
    }

    private static func limits(_ limits: RetentionLimits) -> JSONValue {
        .members([
            "deployments": .integer(limits.deployments),
            "events": .integer(limits.events),
            "event_bytes": .integer(limits.eventBytes),
            "age": .optional(limits.age.map(DurationText.text)),
            "log_bytes": .integer(limits.outputBytes),
            "total_log_bytes": .integer(limits.totalLogBytes),
            "free_bytes": .integer(limits.freeBytes),
        ])
    }
}
