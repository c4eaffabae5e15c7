import Domain

/// Answers of the daemon.
enum Samples {
    static func json(_ text: String) throws -> JSONValue { try JSONParser.parse(text, limits: .own).value }

    static let revision = "3f2a9c1d00000000000000000000000000000000"

    static func service(
        _ name: String = "web",
        sync: String = "synced",
        health: String = "healthy",
        decision: String = "nothing",
        reason: String = "synced",
        message: String = "nothing, because what is deployed is what is desired",
        blockedBy: [String] = []
    ) -> JSONValue {
        let desired: JSONValue = .members([
            "version": .string("1.1.0"), "revision": .string(revision), "digest": .string("d1"),
        ])
        return .members([
            "id": .integer(1), "name": .string(name), "description": .null, "source": .string("config"),
            "path": .string(name), "desired": desired, "deployed": .null, "sync_status": .string(sync),
            "health": .string(health), "drift": .array([]), "problems": .array([]), "depends_on": .array([]),
            "decision": .members([
                "decision": .string(decision), "reason": .string(reason), "message": .string(message),
                "blocked_by": .array(blockedBy.map(JSONValue.string)),
            ]),
            "last_deployment": .null,
        ])
    }

    static func page(_ items: [JSONValue], next: String? = nil) -> JSONValue {
        .members(["items": .array(items), "next": .optional(next)])
    }
}
