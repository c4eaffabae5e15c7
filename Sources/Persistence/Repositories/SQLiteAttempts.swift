internal import Domain

struct SQLiteAttempts: AttemptsReading {
    let session: Session

    func find(_ service: Service.ID) throws -> Attempts {
        let found = try session.first(
            "SELECT failures, verdict, due, boot, length FROM attempts WHERE service_id = ?",
            .id(service)
        ) { Attempts(failures: try $0.number(), verdict: try $0.verdict()) }
        return found ?? .none
    }

    func waiting() throws -> [(service: Service.ID, backoff: Backoff)] {
        try session.rows(
            "SELECT service_id, due, boot, length FROM attempts WHERE verdict = 'retry' ORDER BY service_id"
        ) { (service: try $0.identifier(), backoff: try $0.backoff()) }
    }

    /// Writes nothing if they are stored like this already.
    func save(_ attempts: Attempts, of service: Service.ID) throws {
        guard attempts != .none else {
            return try session.run("DELETE FROM attempts WHERE service_id = ?", .id(service))
        }
        let (verdict, backoff) = attempts.verdict?.columns ?? (nil, nil)
        try session.run(
            """
            INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (service_id)
            DO UPDATE SET (failures, verdict, due, boot, length) = (\(Self.excluded))
            WHERE (failures, verdict, due, boot, length) IS NOT (\(Self.excluded))
            """,
            .id(service),
            .integer(attempts.failures),
            .optional(verdict),
            .optional(backoff?.due.milliseconds),
            .optional(backoff?.due.boot),
            .optional(backoff?.length)
        )
    }

    private static let excluded =
        "excluded.failures, excluded.verdict, excluded.due, excluded.boot, excluded.length"
}

extension Attempts.RetryState {
    fileprivate var columns: (word: String?, backoff: Backoff?) {
        switch self {
        case .retry(let backoff): ("retry", backoff)
        case .stalled: ("stalled", nil)
        case .cancelled: ("cancelled", nil)
        }
    }
}

extension Row {
    fileprivate mutating func verdict() throws -> Attempts.RetryState? {
        switch try optionalText() {
        case nil: nil
        case "retry": .retry(try backoff())
        case "stalled": .stalled
        case "cancelled": .cancelled
        case .some: throw unreadable("verdict")
        }
    }

    fileprivate mutating func backoff() throws -> Backoff {
        let (due, boot, length) = (try integer(), try text(), try integer())
        return Backoff(due: BootMoment(boot: boot, milliseconds: due), length: length)
    }
}
