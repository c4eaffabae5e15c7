import Domain
import Testing

@testable import CLI

@Suite("What services wait for")
struct WaitNewsTests {
    private func service(_ decision: String, _ reason: String, _ message: String, _ blockers: String = "") throws
        -> JSONValue
    {
        try Samples.json(
            #"""
            {"decision": {"decision": "\#(decision)", "reason": "\#(reason)", "message": "\#(message)",
            "blocked_by": [\#(blockers)]}}
            """#
        )
    }

    @Test("is told once, and again when it is something else")
    func once() throws {
        var news = WaitNews(paint: Paint(isOn: false))
        #expect(news.take(try service("wait", "backoff", "it comes in 9s"), called: "web") == "web: it comes in 9s")
        #expect(news.take(try service("wait", "backoff", "it comes in 8s"), called: "web") == nil)
        #expect(news.take(try service("wait", "backoff", "it comes in 9s"), called: "db") == "db: it comes in 9s")
        #expect(news.take(try service("wait", "dependency", "'a' first", #""a""#), called: "web") == "web: 'a' first")
        #expect(news.take(try service("wait", "dependency", "'b' first", #""b""#), called: "web") == "web: 'b' first")
        #expect(news.take(try service("wait", "running", "deployment 3 runs"), called: "web") == nil)
        #expect(news.take(try service("wait", "backoff", "it comes in 7s"), called: "web") == "web: it comes in 7s")
    }

    @Test("is nothing for what waits for nothing")
    func nothing() throws {
        var news = WaitNews(paint: Paint(isOn: false))
        #expect(news.take(nil, called: "web") == nil)
        #expect(news.take(try service("hold", "stalled", "it is stalled"), called: "web") == nil)
    }
}
