internal import Domain

extension Row {
    mutating func identifier<Owner>(_ owner: Owner.Type = Owner.self) throws -> Identifier<Owner> {
        Identifier(try integer())
    }

    mutating func instant() throws -> Instant { Instant(millisecondsSince1970: try integer()) }

    mutating func optionalInstant() throws -> Instant? {
        try optionalInteger().map(Instant.init(millisecondsSince1970:))
    }

    mutating func bool() throws -> Bool { try integer() != 0 }

    /// A whole number that fits.
    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
        guard let number = Number(exactly: try integer()) else { throw unreadable("\(type)") }
        return number
    }

    mutating func serviceName() throws -> ServiceName { try parsed(ServiceName.init, "service name") }

    mutating func sourceName() throws -> SourceName { try parsed(SourceName.init, "source name") }

    mutating func userName() throws -> UserName { try parsed(UserName.init, "user name") }

    mutating func revision() throws -> Revision { try parsed(Revision.init, "revision") }

    mutating func optionalRevision() throws -> Revision? {
        guard let text = try optionalText() else { return nil }
        guard let revision = Revision(text) else { throw unreadable("revision") }
        return revision
    }

    mutating func path() throws -> RepositoryPath { RepositoryPath(storedText: try text()) }

    /// Two columns: the digits and the number of the scheme.
    mutating func digest() throws -> Digest {
        let (hex, scheme) = (try text(), try number(Int.self))
        guard let digest = Digest(hex: hex, scheme: scheme) else { throw unreadable("digest") }
        return digest
    }

    mutating func word<Word: RawRepresentable<String>>(_ type: Word.Type = Word.self) throws -> Word {
        try parsed(Word.init(rawValue:), "\(type)")
    }

    mutating func json() throws -> JSONNode {
        let text = try text()
        do {
            return try JSONParser.parse(text, limits: .own)
        } catch {
            throw unreadable("JSON (\(error))")
        }
    }

    private mutating func parsed<Value>(_ parse: (String) -> Value?, _ what: String) throws -> Value {
        guard let value = parse(try text()) else { throw unreadable(what) }
        return value
    }
}

extension RepositoryPath {
    /// Trusts that the text was made by ``text``.
    init(storedText text: String) {
        self.init(components: text.split(separator: "/").map(String.init))
    }
}

extension SQLiteValue {
    static func instant(_ instant: Instant) -> SQLiteValue { .integer(instant.millisecondsSince1970) }

    static func optional(_ instant: Instant?) -> SQLiteValue { .optional(instant?.millisecondsSince1970) }

    static func id<Owner>(_ id: Identifier<Owner>) -> SQLiteValue { .integer(id.number) }

    static func word(_ word: some RawRepresentable<String>) -> SQLiteValue { .text(word.rawValue) }

    static func json(_ value: JSONValue) -> SQLiteValue { .text(value.text()) }

    static func definition(_ definition: ServiceDefinition) -> SQLiteValue {
        .text(StoredDefinition.row(of: definition).text)
    }
}

extension Row {
    mutating func problems() throws -> [Problem] {
        guard let problems = try json().value.problems else { throw unreadable("problems") }
        return problems
    }

    mutating func definition() throws -> ServiceDefinition { try StoredDefinition(try json().value).definition() }
}

extension SQLiteValue {
    /// For `LIMIT`, where a negative number would mean no limit.
    static func limit(_ limit: Int) -> SQLiteValue { .integer(max(0, limit)) }
}
