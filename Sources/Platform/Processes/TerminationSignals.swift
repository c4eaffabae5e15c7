internal import CLinux
internal import Dispatch
internal import Glibc

/// A request from outside that concerns the whole process.
package enum TerminationSignal: CaseIterable, Equatable, Sendable {
    /// SIGTERM: stop.
    case terminate
    /// SIGINT: stop, from a terminal.
    case interrupt
    /// SIGHUP: read the configuration anew.
    case hangUp

    fileprivate var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangUp: SIGHUP
        }
    }
}

/// SIGTERM, SIGINT and SIGHUP as values instead of the process's end.
package enum TerminationSignals {
    /// The signals from now on.
    ///
    /// Ask once in a process: a later stream takes the signals from the one before.
    package static func stream() throws(SystemError) -> AsyncStream<TerminationSignal> {
        let pipe = try Pipe()
        let writer = try pipe.writer.duplicate()
        try writer.setNonBlocking()
        let reader = pipe.takeReader()
        let (stream, continuation) = AsyncStream.makeStream(of: TerminationSignal.self)
        for signal in TerminationSignal.allCases {
            try systemCall("handle signal \(signal.number)") { reconciler_forward_signal(signal.number, writer.number) }
        }
        // It stays open as long as the process lives: a handler may write at any time.
        _ = writer.release()
        let number = reader.release()
        DispatchQueue(label: "signals").async { deliver(from: Descriptor(adopting: number), to: continuation) }
        return stream
    }

    /// Waits for signals on a thread of its own as long as the process lives: with the reader gone, a signal's
    /// handler would meet a broken pipe.
    private static func deliver(
        from reader: consuming Descriptor,
        to continuation: AsyncStream<TerminationSignal>.Continuation
    ) {
        // A pipe of our own whose ends both stay open neither ends nor fails.
        while let bytes = try? reader.read(upTo: 16), !bytes.isEmpty {
            for byte in bytes {
                guard let signal = TerminationSignal.allCases.first(where: { $0.number == Int32(byte) }) else {
                    continue
                }
                continuation.yield(signal)
            }
        }
    }
}
