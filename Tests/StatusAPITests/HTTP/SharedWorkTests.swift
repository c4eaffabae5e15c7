import Synchronization
import TestSupport
import Testing

@testable import StatusAPI

@Suite("Work that is shared")
final class SharedWorkTests: Sendable {
    private let shared = SharedWork<Int>()
    private let begun = Mutex(0)
    private let cancelled = Mutex(0)
    private let isReleased = Mutex(false)

    private var count: Int { begun.withLock { $0 } }

    /// Does not end before it is released or cancelled; gives its number.
    @Sendable
    private func work() async throws -> Int {
        let number = begun.withLock { begun in
            begun += 1
            return begun
        }
        while !isReleased.withLock({ $0 }) {
            if Task.isCancelled {
                cancelled.withLock { $0 += 1 }
                throw CancellationError()
            }
            // Cut short only by cancellation, which the loop looks at.
            try? await Task.sleep(for: .milliseconds(1))
        }
        return number
    }

    private func ask(_ key: String = "a") -> Task<Int, any Error> {
        Task { try await self.shared.value(for: key) { try await self.work() } }
    }

    @Test("is done once for those who come before it begins, however many they are")
    func once() async throws {
        let first = ask()
        #expect(await eventually { count == 1 })
        let others = (0..<600).map { _ in ask() }
        #expect(await eventually { shared.waiting(for: "a") == 601 })
        isReleased.withLock { $0 = true }

        #expect(try await first.value == 1)
        for task in others { #expect(try await task.value == 2) }
        #expect(count == 2)
        #expect(shared.waiting(for: "a") == 0)
    }

    @Test("is another for each question")
    func keys() async throws {
        let (first, second) = (ask("a"), ask("b"))
        #expect(await eventually { count == 2 })
        isReleased.withLock { $0 = true }
        #expect(try await first.value + second.value == 3)
    }

    @Test("is cancelled with the last who wants it, and not before")
    func unwanted() async throws {
        let first = ask()
        #expect(await eventually { count == 1 })
        let others = (0..<3).map { _ in ask() }
        #expect(await eventually { shared.waiting(for: "a") == 4 })
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(await eventually { cancelled.withLock { $0 } == 1 && count == 2 })

        others[0].cancel()
        await #expect(throws: CancellationError.self) { try await others[0].value }
        #expect(cancelled.withLock { $0 } == 1)
        isReleased.withLock { $0 = true }
        for task in others.dropFirst() { #expect(try await task.value == 2) }
    }

    @Test("is not begun for nobody")
    func nobody() async throws {
        let first = ask()
        #expect(await eventually { count == 1 })
        let others = (0..<600).map { _ in ask() }
        #expect(await eventually { shared.waiting(for: "a") == 601 })
        for task in others { task.cancel() }
        for task in others { await #expect(throws: CancellationError.self) { try await task.value } }
        isReleased.withLock { $0 = true }

        #expect(try await first.value == 1)
        #expect(count == 1)
    }

    @Test("fails for all who wanted it, and is done anew for the next")
    func failure() async throws {
        struct Broken: Error {}
        await #expect(throws: Broken.self) { try await shared.value(for: "a") { throw Broken() } }
        isReleased.withLock { $0 = true }
        #expect(try await ask().value == 1)
    }
}
