internal import Dispatch
internal import Platform
internal import Synchronization

/// What a program says on its standard error: read to its end on a thread of its own, so that it never waits, and of
/// it the last 4 KiB kept.
final class Complaints: Sendable {
    private static let kept = 4_096
    private let tail = Mutex<[UInt8]>([])
    private let ended = DispatchSemaphore(value: 0)

    init(_ errors: consuming Descriptor) {
        let source = Source(errors)
        DispatchQueue(label: "standard error").async {
            // What cannot be read is no complaint.
            while let bytes = try? source.descriptor.read(upTo: 4_096), !bytes.isEmpty {
                self.tail.withLock { $0 = Array(($0 + bytes).suffix(Self.kept)) }
            }
            self.ended.signal()
        }
    }

    /// The last line that is not empty, of a program that has ended; nil if there is none.
    var last: String? {
        // A child of the program may hold the pipe for longer.
        _ = ended.wait(timeout: .now() + .seconds(1))
        ended.signal()
        let lines = tail.withLock { $0 }.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        return lines.last.map { String(decoding: $0, as: UTF8.self) }
    }

    private final class Source: Sendable {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) {
            self.descriptor = descriptor
        }
    }
}
