internal import Dispatch
internal import Platform
internal import Synchronization

/// What a program says on its standard error: read to its end on a thread of its own, so that it never waits, and of
/// it the last bytes kept.
final class Complaints: Sendable {
    private let tail = Mutex<[UInt8]>([])
    private let ended = DispatchSemaphore(value: 0)

    /// - `kept`: How many bytes, at most.
    init(_ errors: consuming Descriptor, kept: Int) {
        let source = Source(errors)
        DispatchQueue(label: "standard error").async {
            // What cannot be read is no complaint.
            while let bytes = try? source.descriptor.read(upTo: 4_096), !bytes.isEmpty {
                self.tail.withLock { $0 = Array(($0 + bytes).suffix(kept)) }
            }
            self.ended.signal()
        }
    }

    /// The lines that are not empty, of a program that has ended.
    var lines: [String] {
        // A child of the program may hold the pipe for longer.
        _ = ended.wait(timeout: .now() + .seconds(1))
        ended.signal()
        let lines = tail.withLock { $0 }.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    private final class Source: Sendable {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) {
            self.descriptor = descriptor
        }
    }
}
