import Domain
import TestSupport
import Testing

@Suite("A source")
struct SourceTests {
    @Test("that accepts a revision has its problems, and is well again")
    func accept() {
        var source = Source.sample(accepted: nil, failure: "connection refused")
        source.accept(.sample("b"), problems: [.sample()])
        #expect(source == .sample(accepted: .sample("b"), problems: [.sample()]))
    }

    @Test("that fails keeps what it accepted, until it recovers")
    func fail() {
        var source = Source.sample(problems: [.sample()])
        source.fail("connection refused")
        #expect(source == .sample(problems: [.sample()], failure: "connection refused"))
        source.recover()
        #expect(source == .sample(problems: [.sample()]))
    }
}
