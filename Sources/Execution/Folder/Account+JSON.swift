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
        self.init(
            name: try record.string("name"),
            user: try record.integer("user", within: 0...UInt32.max),
            group: try record.integer("group", within: 0...UInt32.max),
            groups: try record.numbers("groups"),
            home: try record.string("home")
        )
    }
}
