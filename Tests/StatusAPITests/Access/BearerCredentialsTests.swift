import Testing
import WebServer

@testable import StatusAPI

@Suite("What a request says of who sends it")
struct BearerCredentialsTests {
    private func credentials(
        _ target: String,
        _ fields: [String] = [],
        takesQuery: Bool = false
    ) throws -> BearerCredentials {
        var headers: HTTPHeaders = [:]
        for field in fields { headers.append("Authorization", field) }
        let request = HTTPRequest("GET", try RequestTarget(target), headers: headers, peer: .unix(user: 0, process: 0))
        return BearerCredentials(request, takesQuery: takesQuery)
    }

    @Test("is a token in the header, or where browsers have no other way in the query")
    func token() throws {
        #expect(try credentials("/", ["Bearer a.b.c"]) == .token("a.b.c"))
        #expect(try credentials("/", ["BEARER  a.b.c"]) == .token("a.b.c"))
        #expect(try credentials("/?token=a.b.c", takesQuery: true) == .token("a.b.c"))
        #expect(try credentials("/?token=a.b.c") == BearerCredentials.none)
        #expect(try credentials("/") == BearerCredentials.none)
        #expect(try credentials("/", ["Basic YTpi"]) == BearerCredentials.none)
    }

    @Test("is nothing that can be relied on when it is said twice")
    func ambiguous() throws {
        #expect(try credentials("/", ["Bearer a", "Bearer a"]) == .ambiguous)
        #expect(try credentials("/?token=a", ["Bearer a"], takesQuery: true) == .ambiguous)
        #expect(try credentials("/?token=a&token=b", takesQuery: true) == .ambiguous)
        #expect(try credentials("/?token=a", ["Bearer b"]) == .token("b"))
    }
}
