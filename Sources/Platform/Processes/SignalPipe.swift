internal import CLinux
internal import Glibc

/// Signals as bytes to read, for a process whose main loop waits on descriptors.
///
/// Ask once in a process, and never beside ``TerminationSignals``: a later one takes the signals from the one before.
package struct SignalPipe: ~Copyable {
    /// Becomes readable with the next signal.
    package let reader: Descriptor

    package init(_ signals: [Int32]) throws(SystemError) {
        let pipe = try Pipe()
        let writer = try pipe.writer.duplicate()
        try writer.setNonBlocking()
        try pipe.reader.setNonBlocking()
        for signal in signals {
            try systemCall("handle signal \(signal)") { reconciler_forward_signal(signal, writer.number) }
        }
        // It stays open as long as the process lives: a handler may write at any time.
        _ = writer.release()
        reader = pipe.takeReader()
    }

    /// The signals that have come since the last call.
    package borrowing func take() throws(SystemError) -> Set<Int32> {
        var found: Set<Int32> = []
        while case .bytes(let bytes) = try reader.readAvailable(upTo: 256) { found.formUnion(bytes.map(Int32.init)) }
        return found
    }
}
