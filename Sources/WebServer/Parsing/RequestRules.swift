/// What a request's head must say besides being well formed.
enum RequestRules {
    /// One valid `Host`, which only HTTP/1.0 may leave out (RFC 9112 §3.2).
    static func check(_ headers: HTTPHeaders, _ line: RequestLine) throws(ParseFailure) {
        let hosts = headers.all("Host")
        guard hosts.count == 1 || hosts.isEmpty && line.version == .http10 else {
            throw ParseFailure(400, "there must be exactly one Host field")
        }
        guard hosts.allSatisfy(CharacterClass.isHost) else { throw ParseFailure(400, "the Host field is not valid") }
    }

    /// Whether the client waits before it sends the body (RFC 9110 §10.1.1).
    static func expectsContinue(_ headers: HTTPHeaders, _ version: HTTPVersion) throws(ParseFailure) -> Bool {
        let expectations = headers.list("Expect")
        guard version == .http11, !expectations.isEmpty else { return false }
        guard expectations == ["100-continue"] else {
            throw ParseFailure(417, "the only expectation known is 100-continue")
        }
        return true
    }
}
