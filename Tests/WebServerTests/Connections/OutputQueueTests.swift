import Glibc
import Platform
import TestSupport
import Testing

@testable import WebServer

@Suite("Output that waits")
struct OutputQueueTests {
    @Test("arrives in order, whatever the sizes of its pieces and of what is read")
    func order() throws {
        var random = SplitMix64(seed: 5)
        let pair = try NonBlockingPair()
        var queue = OutputQueue()
        var expected: [UInt8] = []
        var received: [UInt8] = []
        for round in 0..<300 {
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let size = [0, 1, 10, 500, 33_000, 200_000].randomElement(using: &random) ?? 0
                let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: size)
                queue.append(piece)
                expected += piece
            }
            _ = try queue.send(to: pair.near)
            #expect(queue.count == expected.count - received.count - pair.inFlight())
            received += try pair.read(upTo: Int.random(in: 1...400_000, using: &random))
        }
        while !queue.isEmpty {
            _ = try queue.send(to: pair.near)
            received += try pair.read(upTo: 1_000_000)
        }
        received += try pair.read(upTo: 10_000_000)
        #expect(received == expected)
    }

    @Test("lets urgent pieces go first, in their order, but never into a piece that is under way")
    func urgent() throws {
        let pair = try NonBlockingPair()
        var queue = OutputQueue()
        let large = [UInt8](repeating: 1, count: 1_000_000)
        queue.append(large)
        queue.append([2])
        let sent = try queue.send(to: pair.near)
        #expect(sent > 0 && sent < large.count)
        queue.insert(urgent: [3])
        queue.insert(urgent: [4])
        #expect(queue.count == large.count - sent + 3)

        let received = try pair.drain(&queue)
        #expect(received == large + [3, 4, 2])
    }

    @Test("drops all but the piece that is under way")
    func drop() throws {
        let pair = try NonBlockingPair()
        var queue = OutputQueue()
        let large = [UInt8](repeating: 1, count: 1_000_000)
        queue.append(large)
        queue.append([2, 2])
        _ = try queue.send(to: pair.near)
        #expect(queue.dropUnstarted() == 2)
        queue.append([5])
        #expect(try pair.drain(&queue) == large + [5])

        queue.append([6])
        #expect(queue.dropUnstarted() == 1)
        #expect(queue.isEmpty)
    }
}

/// Two connected sockets.
private struct NonBlockingPair: ~Copyable {
    let near: Descriptor
    let far: Descriptor

    init() throws {
        var numbers: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try systemCall("make two sockets") { socketpair(AF_UNIX, kind, 0, &numbers) }
        near = Descriptor(adopting: numbers[0])
        far = Descriptor(adopting: numbers[1])
    }

    /// How many bytes have left and were not read.
    borrowing func inFlight() -> Int {
        var count: Int32 = 0
        _ = ioctl(far.number, UInt(FIONREAD), &count)
        return Int(count)
    }

    borrowing func read(upTo limit: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < limit, case .bytes(let bytes) = try far.readAvailable(upTo: limit - all.count) {
            all += bytes
        }
        return all
    }

    /// Sends and reads until nothing waits.
    borrowing func drain(_ queue: inout OutputQueue) throws -> [UInt8] {
        var all = try read(upTo: 10_000_000)
        while !queue.isEmpty {
            _ = try queue.send(to: near)
            all += try read(upTo: 10_000_000)
        }
        return all
    }
}
