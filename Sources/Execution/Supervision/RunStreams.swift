internal import Platform

/// The pipes and the socket through which a run speaks, read without ever waiting.
final class RunStreams {
    enum Voice {
        /// stdout alone, where its lines may be reports.
        case output
        /// stderr alone.
        case error
        /// stdout and stderr in one pipe, in the order in which they are written.
        case both
        case events
    }

    /// How much is read at once, in bytes.
    private static let piece = 65_536

    private final class Source {
        let voice: Voice
        let descriptor: Descriptor

        init(_ voice: Voice, _ descriptor: consuming Descriptor) throws {
            try descriptor.setNonBlocking()
            self.voice = voice
            self.descriptor = descriptor
        }
    }

    private var sources: [Source] = []

    func add(_ voice: Voice, _ descriptor: consuming Descriptor) throws {
        sources.append(try Source(voice, descriptor))
    }

    /// The descriptors that have not come to their end.
    var open: [Int32] { sources.map { $0.descriptor.number } }

    var isAtEnd: Bool { sources.isEmpty }

    /// Hands one piece of each of these descriptors to `take`, and closes those at their end.
    ///
    /// - Returns: Whether anything was read.
    @discardableResult
    func read(_ ready: Set<Int32>, _ take: (Voice, [UInt8]) -> Void) -> Bool {
        var hasRead = false
        for source in sources where ready.contains(source.descriptor.number) {
            // A reset of the socket is its end too.
            switch (try? source.descriptor.readAvailable(upTo: Self.piece)) ?? .end {
            case .bytes(let bytes):
                hasRead = true
                take(source.voice, bytes)
            case .wouldBlock: break
            case .end: sources.removeAll { $0 === source }
            }
        }
        return hasRead
    }

    /// Reads what is there now, when nobody is left to write more.
    func readRest(_ take: (Voice, [UInt8]) -> Void) {
        // As much as any pipe and socket can hold, so that this ends whoever still writes.
        for _ in 0..<1_024 {
            guard read(Set(open), take) else { return }
        }
    }
}
