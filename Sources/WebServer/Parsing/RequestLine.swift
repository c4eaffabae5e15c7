/// A request's first line (RFC 9112 §3).
struct RequestLine: Equatable, Sendable {
    let method: String
    let target: RequestTarget
    let version: HTTPVersion

    /// Reads the line; exactly one space stands between its three parts.
    init(_ line: ArraySlice<UInt8>) throws(ParseFailure) {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(CharacterClass.isToken) else {
            throw ParseFailure(400, "the request line is not a method, a target and a version")
        }
        version = try RequestLine.version(parts[2])
        method = String(decoding: parts[0], as: UTF8.self)
        guard parts[1].allSatisfy(CharacterClass.isTargetCharacter) else {
            throw ParseFailure(400, "the request target holds a character that must be percent-encoded")
        }
        target = try RequestTarget(String(decoding: parts[1], as: UTF8.self), method: method)
    }

    private static func version(_ bytes: ArraySlice<UInt8>) throws(ParseFailure) -> HTTPVersion {
        switch String(decoding: bytes, as: UTF8.self) {
        case "HTTP/1.1": return .http11
        case "HTTP/1.0": return .http10
        case let text where isVersion(text): throw ParseFailure(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
        default: throw ParseFailure(400, "the request line is not a method, a target and a version")
        }
    }

    private static func isVersion(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return text.hasPrefix("HTTP/") && bytes.count == 8 && CharacterClass.isDigit(bytes[5]) && bytes[6] == 0x2E
            && CharacterClass.isDigit(bytes[7])
    }
}
