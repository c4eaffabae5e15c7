/// RFC 9112 read once more, over all bytes at once and without regard to speed: what the parser is compared with.
///
/// It knows the limit of a body, and no other: its inputs are smaller than those.
enum ReferenceRequests {
    struct Request: Equatable {
        let method: [UInt8]
        let target: [UInt8]
        let fields: [[[UInt8]]]
        let body: [UInt8]
    }

    /// How a sequence of requests ends.
    enum End: Equatable {
        /// What follows the last one is nothing, or may still become one.
        case open
        case refused
    }

    static func read(_ bytes: [UInt8]) -> (requests: [Request], end: End) {
        var requests: [Request] = []
        var rest = bytes[...]
        while true {
            let start = rest.starts(with: crlf) ? rest.dropFirst(2) : rest
            guard let head = Head(start) else { return (requests, .open) }
            guard head.isValid else { return (requests, .refused) }
            switch body(of: head, start.dropFirst(head.size)) {
            case .refused: return (requests, .refused)
            case .open: return (requests, .open)
            case .complete(let body, let left):
                requests.append(Request(method: head.method, target: head.target, fields: head.fields, body: body))
                rest = left
            }
        }
    }

    private static let crlf: [UInt8] = [13, 10]
    private static let bodyLimit = 1_048_576

    private struct Head {
        let size: Int
        let lines: [[UInt8]]
        var words: [[UInt8]] { lines[0].split(separator: 32, omittingEmptySubsequences: false).map(Array.init) }
        var method: [UInt8] { words[0] }
        var target: [UInt8] { words[1] }
        var version: String { String(decoding: words[2], as: UTF8.self) }

        init?(_ bytes: ArraySlice<UInt8>) {
            guard let end = ReferenceRequests.find([13, 10, 13, 10], in: bytes) else { return nil }
            size = end - bytes.startIndex + 4
            lines = ReferenceRequests.lines(bytes[..<end])
        }

        var fields: [[[UInt8]]] {
            lines.dropFirst().map { line in
                let colon = line.firstIndex(of: 58) ?? line.endIndex
                return [Array(line[..<colon]), ReferenceRequests.trimmed(line[colon...].dropFirst())]
            }
        }

        func values(_ name: String) -> [String] {
            fields.filter { String(decoding: $0[0], as: UTF8.self).lowercased() == name }
                .map { String(decoding: $0[1], as: UTF8.self) }
        }

        var isValid: Bool {
            guard lines.allSatisfy({ !$0.contains(where: ReferenceRequests.breaksLines) }), words.count == 3 else {
                return false
            }
            guard !method.isEmpty, method.allSatisfy(ReferenceRequests.isToken) else { return false }
            guard version == "HTTP/1.1" || version == "HTTP/1.0" else { return false }
            guard ReferenceRequests.isTarget(String(decoding: target, as: UTF8.self), method) else { return false }
            guard lines.dropFirst().allSatisfy(ReferenceRequests.isFieldLine) else { return false }
            return hasValidHost && hasValidExpectation
        }

        private var hasValidHost: Bool {
            let hosts = values("host")
            guard hosts.count == 1 || hosts.isEmpty && version == "HTTP/1.0" else { return false }
            return hosts.allSatisfy { host in
                host.wholeMatch(of: /(\[[A-Za-z0-9:.~_-]+\]|[A-Za-z0-9.~_!$&'()*+,;=%-]*)(:[0-9]*)?/) != nil
            }
        }

        private var hasValidExpectation: Bool {
            let items = values("expect").flatMap { $0.split(separator: ",") }
                .map { ReferenceRequests.text(ReferenceRequests.trimmed(Array($0.utf8)[...])).lowercased() }
                .filter { !$0.isEmpty }
            return version == "HTTP/1.0" || items.isEmpty || items == ["100-continue"]
        }
    }

    private enum Body {
        case refused
        case open
        case complete([UInt8], rest: ArraySlice<UInt8>)
    }

    private static func body(of head: Head, _ rest: ArraySlice<UInt8>) -> Body {
        let lengths = head.values("content-length")
        let codings = head.values("transfer-encoding")
        guard codings.isEmpty else {
            let names = codings.joined(separator: ",").split(separator: ",")
                .map { text(trimmed(Array($0.utf8)[...])).lowercased() }
                .filter { !$0.isEmpty }
            guard lengths.isEmpty, head.version == "HTTP/1.1", names == ["chunked"] else { return .refused }
            return chunked(rest)
        }
        guard !lengths.isEmpty else { return .complete([], rest: rest) }
        guard lengths.count == 1, lengths[0].wholeMatch(of: /[0-9]+/) != nil, let length = Int(lengths[0]),
            length <= bodyLimit
        else { return .refused }
        guard rest.count >= length else { return .open }
        return .complete(Array(rest.prefix(length)), rest: rest.dropFirst(length))
    }

    private static func chunked(_ bytes: ArraySlice<UInt8>) -> Body {
        var body: [UInt8] = []
        var rest = bytes
        while true {
            guard let line = firstLine(rest) else { return isHopeless(rest) ? .refused : .open }
            let digits = line.prefix(while: isHexDigit)
            let isValid = digits.count == line.count || line[digits.count] == 59
            guard isValid, isFieldValue(line), digits.count <= 15, let size = Int(text(Array(digits)), radix: 16),
                size <= bodyLimit - body.count
            else { return .refused }
            rest = rest.dropFirst(line.count + 2)
            guard size > 0 else { return trailers(body, rest) }
            guard rest.count >= size + 2 else { return isEndWrong(rest.dropFirst(size)) ? .refused : .open }
            guard rest.dropFirst(size).starts(with: crlf) else { return .refused }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
    }

    private static func trailers(_ body: [UInt8], _ bytes: ArraySlice<UInt8>) -> Body {
        var rest = bytes
        while let line = firstLine(rest) {
            rest = rest.dropFirst(line.count + 2)
            if line.isEmpty { return .complete(body, rest: rest) }
            guard !line.contains(where: breaksLines), isFieldLine(line) else { return .refused }
        }
        return isHopeless(rest) ? .refused : .open
    }

    /// Whether what has no line end yet holds a byte that no line may hold.
    private static func isHopeless(_ bytes: ArraySlice<UInt8>) -> Bool {
        let settled = bytes.last == 13 ? bytes.dropLast() : bytes
        return settled.contains(where: breaksLines)
    }

    private static func isEndWrong(_ bytes: ArraySlice<UInt8>) -> Bool { !crlf.starts(with: bytes.prefix(2)) }

    private static func firstLine(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        find(crlf, in: bytes).map { Array(bytes[..<$0]) }
    }

    private static func isFieldLine(_ line: [UInt8]) -> Bool {
        guard let colon = line.firstIndex(of: 58), colon > 0 else { return false }
        return line[..<colon].allSatisfy(isToken) && isFieldValue(trimmed(line[(colon + 1)...]))
    }

    private static func isFieldValue(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 == 9 || $0 >= 32 && $0 != 127 }
    }

    private static func breaksLines(_ byte: UInt8) -> Bool { byte == 0 || byte == 10 || byte == 13 }

    private static func isHexDigit(_ byte: UInt8) -> Bool { "0123456789abcdefABCDEF".utf8.contains(byte) }

    private static func isToken(_ byte: UInt8) -> Bool {
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8.contains(byte)
    }

    private static func isTarget(_ target: String, _ method: [UInt8]) -> Bool {
        guard target.wholeMatch(of: /[A-Za-z0-9._~!$&'()*+,;=:@\/?%\[\]-]+/) != nil else { return false }
        if method == Array("CONNECT".utf8) {
            return target.wholeMatch(of: /(\[[A-Za-z0-9:.~_-]+\]|[A-Za-z0-9.~_!$&'()*+,;=%-]+):[0-9]+/) != nil
        }
        if target == "*" { return method == Array("OPTIONS".utf8) }
        let absolute = /(?i:https?):\/\/(\[[A-Za-z0-9:.~_-]+\]|[A-Za-z0-9.~_!$&'()*+,;=%-]*)(:[0-9]*)?([\/?].*)?/
        if !target.hasPrefix("/") {
            guard let match = target.wholeMatch(of: absolute), !(match.1 + (match.2 ?? "")).isEmpty else {
                return false
            }
            return isEncoded(String(match.3 ?? ""))
        }
        return isEncoded(target)
    }

    /// Every `%` begins a byte that is not zero, and all of them are UTF-8.
    private static func isEncoded(_ text: String) -> Bool {
        guard text.wholeMatch(of: /([^%]|%(?!00)[0-9A-Fa-f]{2})*/) != nil else { return false }
        return String(validating: decoded(Array(text.utf8)), as: UTF8.self) != nil
    }

    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        guard let percent = bytes.firstIndex(of: 37), bytes.count > percent + 2 else { return bytes }
        let byte = UInt8(text(Array(bytes[(percent + 1)...(percent + 2)])), radix: 16) ?? 0
        return bytes[..<percent] + [byte] + decoded(Array(bytes[(percent + 3)...]))
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes
        while let end = find(crlf, in: rest) {
            lines.append(Array(rest[..<end]))
            rest = rest[(end + 2)...]
        }
        return lines + [Array(rest)]
    }

    private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.indices.first { bytes[$0...].starts(with: wanted) }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var rest = bytes.drop { $0 == 32 || $0 == 9 }
        while let last = rest.last, last == 32 || last == 9 { rest.removeLast() }
        return Array(rest)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
