internal import Domain

/// Reads the members of an object that this program, or another version of it, has written.
struct RecordReader {
    /// No version counts so far: a greater number is damage.
    private static let lastFormat: Int64 = 1_000

    private let object: JSONObject
    private let file: String

    init(_ json: JSONValue, _ file: String) {
        object = json.object ?? JSONObject()
        self.file = file
    }

    func require(format: Int64) throws(UnreadableRecord) {
        let found = object["format"]?.integer
        guard found == format else {
            throw UnreadableRecord(
                what: "\(file) has the format \(found.map(String.init) ?? "none"), not \(format)",
                isOfLaterVersion: found.map { (format + 1...Self.lastFormat).contains($0) } ?? false
            )
        }
    }

    func wrong(_ key: String) -> UnreadableRecord {
        UnreadableRecord(what: "\(file) has no valid \"\(key)\"")
    }

    func string(_ key: String) throws(UnreadableRecord) -> String {
        guard let text = object[key]?.string else { throw wrong(key) }
        return text
    }

    /// Whether there is anything but null.
    func has(_ key: String) -> Bool { object[key].map { $0 != .null } ?? false }

    /// Numbers that all fit.
    func numbers<Number: FixedWidthInteger>(_ key: String) throws(UnreadableRecord) -> [Number] {
        guard let items = object[key]?.array else { throw wrong(key) }
        let numbers = items.compactMap(\.integer).compactMap(Number.init(exactly:))
        guard numbers.count == items.count else { throw wrong(key) }
        return numbers
    }

    /// False where there is none.
    func bool(_ key: String) -> Bool { object[key]?.bool ?? false }

    func optional(_ key: String) -> String? { object[key]?.string }

    /// A number of this range; any other is damage.
    func integer<Number: FixedWidthInteger>(
        _ key: String,
        within range: ClosedRange<Number>
    ) throws(UnreadableRecord) -> Number {
        guard let number = object[key]?.integer.flatMap(Number.init(exactly:)), range.contains(number) else {
            throw wrong(key)
        }
        return number
    }

    /// The same; nil for null, and where there is none.
    func optional<Number: FixedWidthInteger>(
        _ key: String,
        within range: ClosedRange<Number>
    ) throws(UnreadableRecord) -> Number? {
        has(key) ? try integer(key, within: range) : nil
    }

    /// The number of this range that is nearest to the one that is there.
    func integer(_ key: String, clampedTo range: ClosedRange<Int64>) throws(UnreadableRecord) -> Int64 {
        guard let number = object[key]?.integer else { throw wrong(key) }
        return min(max(number, range.lowerBound), range.upperBound)
    }

    /// A moment in milliseconds since 1970; nil for null, and where there is none.
    func moment(_ key: String) throws(UnreadableRecord) -> Instant? {
        guard has(key) else { return nil }
        guard let moment = object[key]?.integer.flatMap(Instant.init(exactly:)) else { throw wrong(key) }
        return moment
    }

    func object(_ key: String) throws(UnreadableRecord) -> JSONObject {
        guard let object = object[key]?.object else { throw wrong(key) }
        return object
    }

    func record(_ key: String) throws(UnreadableRecord) -> RecordReader {
        RecordReader(.object(try object(key)), file)
    }

    func records(_ key: String) throws(UnreadableRecord) -> [RecordReader] {
        guard let items = object[key]?.array, items.allSatisfy({ $0.object != nil }) else { throw wrong(key) }
        return items.map { RecordReader($0, file) }
    }

    func strings(_ key: String) throws(UnreadableRecord) -> [String] {
        guard let items = object[key]?.array else { throw wrong(key) }
        let texts = items.compactMap(\.string)
        guard texts.count == items.count else { throw wrong(key) }
        return texts
    }

    func paths(_ key: String) throws(UnreadableRecord) -> [RelativePath] {
        var paths: [RelativePath] = []
        for text in try strings(key) { paths.append(try path(text, key)) }
        return paths
    }

    func path(_ text: String, _ key: String) throws(UnreadableRecord) -> RelativePath {
        do {
            return try RelativePath(text)
        } catch {
            throw wrong(key)
        }
    }
}

/// A file of a run's folder that does not say what it must.
struct UnreadableRecord: Error, Hashable, CustomStringConvertible {
    let what: String
    /// Whether it says that a later version of this program has written it.
    var isOfLaterVersion = false

    var description: String { what + "; another version may have written it, or it is damaged" }
}
