internal import Domain

/// Reads of a JSON object whose middle is missing what its two ends still tell.
///
/// From the beginning that is every whole member, and as much as there is of a text that the cut goes through; from
/// the end it is the members of the object itself that are whole, looked for at its last commas.
enum LongObject {
    /// How many commas at the end are tried.
    static let tries = 64
    /// The most bytes that a cut can leave of one character: `\ud83d\ude00` less one.
    private static let brokenCharacter = 11

    /// The members that could be read, of two with one key the last; nil if the line is no object.
    static func read(_ line: LongLine) -> JSONValue? {
        guard ReportLine.isObject(line.head) else { return nil }
        var object = JSONObject()
        for member in first(line.head) + last(line.tail) { object[member.key] = member.value }
        return .object(object)
    }

    /// The members before the cut at the end of `head`, the last of them perhaps with the beginning of its text.
    static func first(_ head: [UInt8]) -> [JSONObject.Member] {
        let outline = ObjectOutline(head)
        let whole = outline.lastComma.flatMap { members(Array(head[..<$0]) + [UInt8(ascii: "}")]) } ?? []
        guard outline.endsInText, let begin = outline.lastComma ?? outline.opening else { return whole }
        return whole + cutMember(Array(head[(begin + 1)...]))
    }

    /// The members of the object that are whole in the last bytes of its line.
    static func last(_ tail: [UInt8]) -> [JSONObject.Member] {
        var found: [JSONObject.Member] = []
        var tried = 0
        var rest = tail[...]
        while tried < tries, let comma = rest.lastIndex(of: UInt8(ascii: ",")) {
            rest = rest[..<comma]
            let behind = tail[(comma + 1)...]
            guard behind.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "\"") else { continue }
            tried += 1
            // Only behind a comma of the object itself all the rest is members: inside of a text the next quote
            // ends it, and inside of a value that value's own end is left over.
            found = members([UInt8(ascii: "{")] + behind) ?? found
        }
        return found
    }

    /// One member whose text ends too early, with "…" where it does.
    private static func cutMember(_ bytes: [UInt8]) -> [JSONObject.Member] {
        for excess in 0...brokenCharacter {
            let text = [UInt8(ascii: "{")] + bytes.dropLast(excess) + Array("…\"}".utf8)
            // Strictly, so that half a character at the cut is none.
            if let members = members(text, .strict) { return members }
        }
        return members([UInt8(ascii: "{")] + bytes.dropLast(brokenCharacter) + Array("…\"}".utf8)) ?? []
    }

    private static func members(_ bytes: [UInt8], _ dialect: JSONDialect = .lenient) -> [JSONObject.Member]? {
        // Most of what is tried is no object, and no error of anybody's.
        guard case .object(let object)? = try? JSONParser.parse(bytes, limits: .line, dialect: dialect).value else {
            return nil
        }
        return object.members
    }
}
