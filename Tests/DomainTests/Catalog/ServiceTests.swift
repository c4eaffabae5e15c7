import Domain
import TestSupport
import Testing

@Suite("A service")
struct ServiceTests {
    @Test("shows the version that its definition names, or the first digits of its digest")
    func version() {
        #expect(Service.sample(.sample(version: "1.2")).version == "1.2")
        #expect(Service.sample(digest: .sample("e")).version == "eeeeeeeeeeee")
    }

    @Test("takes a new state with its problems, and keeps its identity")
    func take() {
        var service = Service.sample(problems: [.sample()])
        let desired = DesiredService.sample(.sample(version: "2"), folder: "moved", digest: .sample("e"))

        service.take(desired, at: .sample("b"), problems: [])

        #expect(service.id == Identifier(1))
        #expect(service.desired == desired)
        #expect(service.revision == .sample("b"))
        #expect(service.problems.isEmpty)
    }

    @Test("keeps its last state when it is only marked")
    func mark() {
        var service = Service.sample()
        let before = service.desired
        service.mark(problems: [.sample()])
        #expect(service.desired == before)
        #expect(service.problems == [.sample()])
    }

    @Test("that is removed has no problems and no requests any more")
    func remove() {
        var service = Service.sample(problems: [.sample()], request: SyncRequest(force: true, user: nil))
        service.remove()
        #expect(service.lifecycle == .removed)
        #expect(service.problems.isEmpty)
        #expect(service.request == nil)
    }

    @Test("remembers one request until it is answered")
    func request() {
        var service = Service.sample()
        service.ask(SyncRequest(force: false, user: "anna"))
        service.ask(SyncRequest(force: true, user: "ben"))
        #expect(service.request == SyncRequest(force: true, user: "ben"))
        service.answer()
        #expect(service.request == nil)
    }
}
