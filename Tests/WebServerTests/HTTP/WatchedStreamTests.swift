import Synchronization
import Testing
import WebServer

@Suite("A body that is watched")
struct WatchedStreamTests {
    private let isAllowed = Flag()

    @Test("is broken off when it is allowed no more, though nothing comes")
    func ends() async throws {
        let allowed = isAllowed
        let silent = HTTPStream {
            try await Task.sleep(for: .seconds(3_600)); return [1]
        }
        let watched = silent.watched(every: .milliseconds(5)) { allowed.isSet }
        let next = Task { try await watched.next() }
        allowed.clear()
        await #expect(throws: BrokenOff.self) { try await next.value }
    }

    @Test("is whole as long as it is allowed")
    func whole() async throws {
        let rest = Parts([[1], [2, 3]])
        let stream = HTTPStream { rest.next() }.watched { true }
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
