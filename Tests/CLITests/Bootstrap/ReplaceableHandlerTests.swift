import Synchronization
import TestSupport
import Testing
import WebServer

@testable import CLI

@Suite("A handler that is exchanged")
struct ReplaceableHandlerTests {
    private let handler = ReplaceableHandler()

    private func ask(_ method: String = "GET") async throws -> HTTPResponse {
        await handler.respond(to: HTTPRequest(method, try RequestTarget("/"), peer: .unix(user: 0, process: 0)))
    }

    private static func saying(_ word: String) -> ClosureHandler { ClosureHandler { _ in .text(200, word) } }

    @Test("says that the daemon is starting before there is one")
    func starting() async throws {
        #expect(try await ask().status == 503)
        handler.holdAll()
        #expect(try await ask().status == 503)
    }

    @Test("lets changes wait for the next one, and answers questions meanwhile")
    func leaving() async throws {
        handler.use(Self.saying("first"))
        handler.holdChanges()
        let change = Task { try await ask("POST") }
        #expect(try await ask().text == "first")
        handler.use(Self.saying("second"))
        #expect(try await change.value.text == "second")
    }

    @Test("lets everything wait for the next one while there is none")
    func away() async throws {
        handler.use(Self.saying("first"))
        handler.holdAll()
        let questions = (0..<20).map { _ in Task { try await ask() } }
        handler.use(Self.saying("second"))
        for question in questions { #expect(try await question.value.text == "second") }
    }

    @Test("has present what the handler of the moment has, and nothing while there is none")
    func present() throws {
        let request = HTTPRequest("GET", try RequestTarget("/"), peer: .unix(user: 0, process: 0))
        #expect(handler.presentAnswer(to: request) == nil)
        handler.use(PresentHandler())
        #expect(handler.presentAnswer(to: request)?.status == 200)
        handler.holdChanges()
        #expect(handler.presentAnswer(to: request)?.status == 200)
        handler.holdAll()
        #expect(handler.presentAnswer(to: request) == nil)
        handler.use(Self.saying("next"))
        #expect(handler.presentAnswer(to: request) == nil)
    }

    @Test("gives requests that are being answered so long and no longer")
    func settle() async throws {
        let (door, opener) = AsyncStream.makeStream(of: Void.self)
        let entered = Mutex(false)
        handler.use(
            ClosureHandler { _ in
                entered.withLock { $0 = true }
                for await _ in door {}
                return .text(200, "late")
            }
        )
        let question = Task { try await ask() }
        #expect(await eventually { entered.withLock { $0 } })
        handler.holdAll()
        await handler.settle(within: .milliseconds(50))
        opener.finish()
        await handler.settle(within: .seconds(60))
        #expect(try await question.value.text == "late")
    }

    @Test("breaks off a body without a known end, and no other")
    func streams() async throws {
        let hasEnded = Mutex(false)
        handler.use(
            ClosureHandler { request in
                let isCounted = request.method == "HEAD"
                return HTTPResponse(
                    200,
                    body: .stream(HTTPStream(length: isCounted ? 1 : nil) { hasEnded.withLock { $0 } ? nil : [1] })
                )
            }
        )
        let (endless, counted) = (try await ask().stream, try await ask("HEAD").stream)
        #expect(try await endless?.next() == [1])
        handler.holdAll()
        await #expect(throws: BrokenOff.self) {
            while try await endless?.next() != nil {}
        }
        #expect(try await counted?.next() == [1])
    }
}

extension HTTPResponse {
    fileprivate var text: String? {
        guard case .bytes(let bytes) = body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    fileprivate var stream: HTTPStream? {
        guard case .stream(let stream) = body else { return nil }
        return stream
    }
}

/// Has an answer to everything.
private struct PresentHandler: HTTPHandler {
    func presentAnswer(to request: HTTPRequest) -> HTTPResponse? { .text(200, "present") }

    func respond(to request: HTTPRequest) async -> HTTPResponse { .text(500, "made") }
}
