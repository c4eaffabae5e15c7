import Platform
import TestSupport
import Testing

@Suite("Waiting for a descriptor")
struct DescriptorWaitingTests {
    /// A pipe that several tasks may hold.
    private final class SharedPipe: Sendable {
        let ends: Pipe

        init() throws {
            ends = try Pipe()
        }
    }

    @Test("ends with input, with room to write, and when the other end is gone")
    func ready() async throws {
        let pipe = try Pipe()
        #expect(try await pipe.writer.becomesWritable(by: nil))
        try pipe.writer.writeAll("x")
        #expect(try await pipe.reader.becomesReadable(by: nil))
        let reader = pipe.takeReader()
        #expect(try reader.read(upTo: 2).count == 1)
        #expect(try await reader.becomesReadable(by: nil))
    }

    @Test("ends with input that comes later")
    func later() async throws {
        let pipe = try SharedPipe()
        async let isReadable = pipe.ends.reader.becomesReadable(by: nil)
        try await eventuallyWatched(pipe.ends.reader.number)
        try pipe.ends.writer.writeAll("x")
        #expect(try await isReadable)
    }

    @Test("ends at its deadline and not before, also at one that has passed")
    func deadline() async throws {
        let pipe = try Pipe()
        for span in [-1_000, 0, 30] as [Int64] {
            let deadline = BootClock.now() + span
            #expect(try await !pipe.reader.becomesReadable(by: deadline))
            #expect(BootClock.now() >= deadline)
        }
    }

    @Test("ends as soon as its task is cancelled, whenever that is, and leaves nothing watched")
    func cancelled() async throws {
        let pipe = try SharedPipe()
        for round in 0..<2_000 {
            let wait = Task { try await pipe.ends.reader.becomesReadable(by: BootClock.now() + 3_600_000) }
            if round % 2 == 0 { await Task.yield() }
            if round % 100 == 0 { try await eventuallyWatched(pipe.ends.reader.number) }
            wait.cancel()
            await #expect(throws: CancellationError.self) { try await wait.value }
        }
        #expect(try !EpollWatches.areThere(of: pipe.ends.reader.number))
    }

    @Test("goes on for one when others end")
    func many() async throws {
        let pipes = try (0..<300).map { _ in try SharedPipe() }
        try await withThrowingTaskGroup { group in
            for (index, pipe) in pipes.enumerated() {
                group.addTask { try await (index, pipe.ends.reader.becomesReadable(by: nil)) }
            }
            for index in pipes.indices.shuffled() {
                try pipes[index].ends.writer.writeAll("x")
                let next = try #require(try await group.next())
                #expect(next == (index, true))
            }
        }
    }

    private func eventuallyWatched(_ descriptor: Int32) async throws {
        #expect(try await eventually { try EpollWatches.areThere(of: descriptor) })
    }
}

/// What this process's instances of epoll watch, as `/proc/self/fdinfo` shows it.
enum EpollWatches {
    static func areThere(of descriptor: Int32) throws -> Bool {
        try DescriptorFacts.of("anon_inode:[eventpoll]").contains { facts in
            facts.contains { $0.split(separator: " ").starts(with: ["tfd:", "\(descriptor)"]) }
        }
    }
}

/// The lines of `/proc/self/fdinfo` of this process's descriptors of one kind.
enum DescriptorFacts {
    static func of(_ kind: String) throws -> [[String]] {
        try Folder.names(in: "/proc/self/fd").compactMap { number in
            // Another test may have closed it meanwhile.
            guard (try? Paths.target(ofLink: "/proc/self/fd/\(number)")) == kind,
                let bytes = try? DurableFile.read("/proc/self/fdinfo/\(number)", limit: 1 << 20)
            else { return nil }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }
}
