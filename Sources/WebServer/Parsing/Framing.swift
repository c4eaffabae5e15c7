/// How long a message's body is, and how one knows (RFC 9112 §6.3).
enum Framing: Equatable, Sendable {
    case length(Int64)
    case chunked
    /// Only in answers: everything up to the connection's end.
    case untilClose

    /// The framing of a request.
    ///
    /// - Throws: 400 where two readers could disagree, 501 for a coding other than chunked.
    static func ofRequest(_ headers: HTTPHeaders, _ version: HTTPVersion) throws(ParseFailure) -> Framing {
        let lengths = headers.all("Content-Length")
        guard headers["Transfer-Encoding"] == nil else {
            guard lengths.isEmpty, version == .http11 else {
                throw ParseFailure(400, "Transfer-Encoding goes with neither Content-Length nor HTTP/1.0")
            }
            return try chunkedOnly(headers.list("Transfer-Encoding"))
        }
        return .length(try single(lengths) ?? 0)
    }

    /// The framing of an answer that has a body.
    static func ofResponse(_ headers: HTTPHeaders) throws(ParseFailure) -> Framing {
        guard headers["Transfer-Encoding"] == nil else { return try chunkedOnly(headers.list("Transfer-Encoding")) }
        guard let length = try single(headers.all("Content-Length")) else { return .untilClose }
        return .length(length)
    }

    private static func chunkedOnly(_ codings: [String]) throws(ParseFailure) -> Framing {
        guard !codings.isEmpty, !codings.dropLast().contains("chunked") else {
            throw ParseFailure(400, "Transfer-Encoding is not valid")
        }
        guard codings == ["chunked"] else {
            throw ParseFailure(501, "of the transfer codings only chunked is known")
        }
        return .chunked
    }

    private static func single(_ lengths: [String]) throws(ParseFailure) -> Int64? {
        guard let text = lengths.first else { return nil }
        guard lengths.count == 1, text.utf8.allSatisfy(CharacterClass.isDigit), let length = Int64(text) else {
            throw ParseFailure(400, "Content-Length is not one number")
        }
        return length
    }
}
