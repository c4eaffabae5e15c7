internal import Domain
internal import Platform

extension Account {
    var json: JSONValue {
        .members([
            "name": .string(name),
            "user": .integer(user),
            "group": .integer(group),
            "groups": .array(groups.map { .integer($0) }),
            "home": .string(home),
        ])
    }

    /// Reads what ``json`` wrote.
    init(_ record: RecordReader) throws(UnreadableRecord) {
        guard let user = UInt32(exactly: try record.integer("user")) else { throw record.wrong("user") }
        guard let group = UInt32(exactly: try record.integer("group")) else { throw record.wrong("group") }
        let groups = try record.numbers("groups").compactMap { UInt32(exactly: $0) }
        self.init(
            name: try record.string("name"),
            user: user,
            group: group,
            groups: groups,
            home: try record.string("home")
        )
    }
}
