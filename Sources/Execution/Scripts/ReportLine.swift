/// Tells by its first bytes what a line of output is meant as.
enum ReportLine {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether it is meant as an object.
    static func isObject(_ bytes: [UInt8]) -> Bool { behindSpace(bytes[...]).first == UInt8(ascii: "{") }

    /// Whether it is meant as an object with a first key, in the quotes of JSON or in those of Python.
    static func beginsLikeReport(_ bytes: [UInt8]) -> Bool {
        guard isObject(bytes) else { return false }
        let first = behindSpace(behindSpace(bytes[...]).dropFirst()).first
        return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    }

    private static func behindSpace(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let marked = bytes.startIndex == 0 && bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes
        return marked.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}
