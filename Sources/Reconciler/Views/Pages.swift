internal import Domain

extension StatusPage {
    /// The largest items of a part together, as JSON texts, in bytes; a single item comes in any case.
    static let bytes = 1 << 20
    /// How many records are read at once: large ones are not read in vain.
    private static let portion = 25

    /// A part of a list that was read with one item more than asked for, to see whether there is a next one.
    init<Item>(_ found: [Item], limit: Int, sequence: Int64, cursor: (Item) -> String, json: (Item) throws -> JSONValue)
        rethrows
    {
        var (room, items) = (PageRoom(Self.bytes), [JSONValue]())
        for item in found.prefix(limit) {
            let json = try json(item)
            guard room.takes(json.bytes().count) else { break }
            items.append(json)
        }
        let hasMore = items.count < found.count && !items.isEmpty
        self.init(items: items, next: hasMore ? cursor(found[items.count - 1]) : nil, sequence: sequence)
    }

    /// A part of a list whose records may be large: they are read a few at a time, until the part is full.
    ///
    /// - `read`: So many records at most, from the first one behind the item, or from the cursor of the question.
    init<Item>(
        limit: Int,
        sequence: Int64,
        cursor: (Item) -> String,
        json: (Item) throws -> JSONValue,
        read: (_ last: Item?, _ count: Int) throws -> [Item]
    ) rethrows {
        var (room, items, last, hasMore) = (PageRoom(Self.bytes), [JSONValue](), Item?.none, true)
        while hasMore, items.count < limit {
            let wanted = min(Self.portion, limit - items.count)
            let found = try read(last, wanted + 1)
            hasMore = found.count > wanted
            for item in found.prefix(wanted) {
                let json = try json(item)
                guard room.takes(json.bytes().count) else {
                    self.init(items: items, next: last.map(cursor), sequence: sequence)
                    return
                }
                items.append(json)
                last = item
            }
        }
        self.init(items: items, next: hasMore ? last.map(cursor) : nil, sequence: sequence)
    }
}
