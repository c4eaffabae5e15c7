import Synchronization
import Testing
import WebServer

@testable import StatusAPI

@Suite("A body that is watched")
struct WatchedStreamTests {
    private let isAllowed = Flag()

    @Test("ends when it is allowed no more, though nothing comes")
    func ends() async throws {
        let allowed = isAllowed
        let silent = HTTPStream {
            try await Task.sleep(for: .seconds(3_600)); return [1]
        }
        let watched = WatchedStream(stream: silent, interval: .milliseconds(5)) { allowed.isSet }
        guard case .stream(let stream) = watched.body else { return }
        async let next = stream.next()
        allowed.clear()
        #expect(try await next == nil)
    }

    @Test("is whole as long as it is allowed")
    func whole() async throws {
        let rest = Parts([[1], [2, 3]])
        let watched = WatchedStream(stream: HTTPStream { rest.next() }) { true }
        guard case .stream(let stream) = watched.body else { return }
        var bytes: [UInt8] = []
        while let next = try await stream.next() { bytes += next }
        #expect(bytes == [1, 2, 3])
    }
}

private final class Flag: Sendable {
    private let value = Mutex(true)

    var isSet: Bool { value.withLock { $0 } }

    func clear() { value.withLock { $0 = false } }
}

private final class Parts: Sendable {
    private let rest: Mutex<[[UInt8]]>

    init(_ parts: [[UInt8]]) {
        rest = Mutex(parts)
    }

    func next() -> [UInt8]? { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}
