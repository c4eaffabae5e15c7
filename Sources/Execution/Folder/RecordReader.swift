internal import Domain

/// Reads the members of an object that this program, or another version of it, has written.
struct RecordReader {
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
                isOfLaterVersion: found.map { $0 > format } ?? false
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

    func numbers(_ key: String) throws(UnreadableRecord) -> [Int64] {
        guard let items = object[key]?.array else { throw wrong(key) }
        let numbers = items.compactMap(\.integer)
        guard numbers.count == items.count else { throw wrong(key) }
        return numbers
    }

    func optional(_ key: String) -> String? { object[key]?.string }

    func integer(_ key: String) throws(UnreadableRecord) -> Int64 {
        guard let number = object[key]?.integer else { throw wrong(key) }
        return number
    }

    func object(_ key: String) throws(UnreadableRecord) -> JSONObject {
        guard let object = object[key]?.object else { throw wrong(key) }
        return object
    }

    func record(_ key: String) throws(UnreadableRecord) -> RecordReader {
        RecordReader(.object(try object(key)), file)
    }

    func strings(_ key: String) throws(UnreadableRecord) -> [String] {
        guard let items = object[key]?.array else { throw wrong(key) }
        let texts = items.compactMap(\.string)
        guard texts.count == items.count else { throw wrong(key) }
        return texts
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
