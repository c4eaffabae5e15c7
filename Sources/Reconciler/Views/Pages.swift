internal import Domain

extension StatusPage {
    /// A part of a list that was read with one item more than asked for, to see whether there is a next one.
    init<Item>(_ found: [Item], limit: Int, sequence: Int64, cursor: (Item) -> String, json: (Item) throws -> JSONValue)
        rethrows
    {
        let shown = found.prefix(limit)
        self.init(
            items: try shown.map(json),
            next: found.count > limit ? shown.last.map(cursor) : nil,
            sequence: sequence
        )
    }
}
