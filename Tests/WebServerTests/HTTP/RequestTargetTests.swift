import Testing
import WebServer

@Suite("A request target")
struct RequestTargetTests {
    @Test("is split, then decoded")
    func decoded() throws {
        let target = try RequestTarget("/a%2Fb/c%20d/?q=x+y%26z&empty&=v&&e=f=g&%C3%A9=1")

        #expect(target.path == "/a%2Fb/c%20d/")
        #expect(target.components == ["a/b", "c d", ""])
        #expect(
            target.query == [
                .init(name: "q", value: "x y&z"), .init(name: "empty", value: ""), .init(name: "", value: "v"),
                .init(name: "e", value: "f=g"), .init(name: "é", value: "1"),
            ]
        )
        #expect(target.authority == nil)
    }

    @Test("may be in absolute form, whose host counts")
    func absolute() throws {
        for (text, authority, path) in [
            ("http://a", "a", "/"), ("HTTP://a:80/b?c", "a:80", "/b"), ("https://[::1]?x=1", "[::1]", "/"),
        ] {
            let target = try RequestTarget(text)
            #expect(target.authority == authority)
            #expect(target.path == path)
        }
        #expect(try RequestTarget("https://[::1]?x=1").query == [.init(name: "x", value: "1")])
    }

    @Test("has forms that only OPTIONS and CONNECT use")
    func special() throws {
        #expect(try RequestTarget("*", method: "OPTIONS").path == "*")
        #expect(try RequestTarget("a:1", method: "CONNECT").authority == "a:1")
        #expect(throws: ParseFailure.self) { try RequestTarget("*") }
        #expect(throws: ParseFailure.self) { try RequestTarget("") }
    }

    @Test("has no part for the root, and keeps dots as they are")
    func parts() throws {
        #expect(try RequestTarget("/").components == [])
        #expect(try RequestTarget("//").components == ["", ""])
        #expect(try RequestTarget("/a/../%2e%2e").components == ["a", "..", ".."])
    }

    @Test("is what encoding its parts gives")
    func roundTrip() throws {
        for text in ["a b", "ü/ö", "%", "?#[]@!$&'()*+,;=", "日本", "\u{1}"] {
            #expect(try RequestTarget("/\(PercentCoding.encode(text))").components == [text])
        }
    }
}
