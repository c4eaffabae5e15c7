internal import Domain

/// The numbers that are given out, of each kind from 1, none twice: not even when what bore it is deleted.
///
/// A number is given out with its transaction; one that is rolled back was never given out.
struct SQLiteIdentifiers {
    /// The kind of ``EventRecord/seq``.
    static let events = "Event"

    let session: Session

    func next<Owner>(_ owner: Owner.Type) throws -> Identifier<Owner> {
        Identifier(try take(1, of: String(describing: owner)))
    }

    /// Gives out no number up to this one any more.
    func skip<Owner>(upTo identifier: Identifier<Owner>) throws {
        try session.run(
            "INSERT INTO identifiers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
            .text(String(describing: Owner.self)),
            .integer(identifier.number)
        )
    }

    /// The last number given out of a kind; 0 if none was.
    func last(_ kind: String) throws -> Int64 {
        try session.first("SELECT last FROM identifiers WHERE kind = ?", .text(kind)) { try $0.integer() } ?? 0
    }

    /// Gives out `count` numbers of a kind at once.
    ///
    /// - Returns: The last one of them.
    func take(_ count: Int, of kind: String) throws -> Int64 {
        try session.run(
            "INSERT INTO identifiers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = last + excluded.last",
            .text(kind),
            .integer(count)
        )
        return try last(kind)
    }
}
