/// A value to bind to a `?` of a statement.
enum SQLiteValue: Equatable {
    case null
    case integer(Int64)
    case text(String)
}

extension SQLiteValue {
    static func integer(_ number: Int) -> SQLiteValue { .integer(Int64(number)) }

    static func bool(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0 as Int64) }

    static func optional(_ text: String?) -> SQLiteValue { text.map(SQLiteValue.text) ?? .null }

    static func optional(_ number: Int64?) -> SQLiteValue { number.map { .integer($0) } ?? .null }
}
