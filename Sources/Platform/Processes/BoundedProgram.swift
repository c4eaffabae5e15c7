internal import Glibc

/// A program that is run to its end for what it prints, within limits of time and bytes.
package enum BoundedProgram {
    /// How it ended.
    package enum End: Equatable, Sendable {
        /// By itself, with what it printed on stdout.
        case exited(ExitStatus, output: [UInt8])
        /// It was killed, because its time was over.
        case overdue
        /// It was killed, because it printed more than it may.
        case talkative
    }

    /// Runs it in a session of its own; when it is killed, then with its whole process group.
    ///
    /// - `request`: The program; its stdout is read here.
    /// - `time`: How long it may take, in milliseconds.
    /// - `bytes`: How much it may print.
    ///
    /// Throws: ``SystemError`` if it cannot be started; `CancellationError`, after it was killed.
    package static func run(_ request: SpawnRequest, time: Int64, bytes: Int) async throws -> End {
        let deadline = BootClock.now() + time
        let pipe = try Pipe()
        var request = request
        request.descriptors[1] = pipe.writer.number
        request.newSession = true
        let child = try request.start()
        let reader = pipe.takeReader()
        do {
            let end = try await end(of: child, reader, deadline, bytes)
            if case .exited = end { return end }
            try child.send(SIGKILL, toGroup: true)
            _ = try await child.exitStatus()
            return end
        } catch {
            child.collectAtTheEnd()
            try child.send(SIGKILL, toGroup: true)
            throw error
        }
    }

    private static func end(
        of child: ChildProcess,
        _ reader: borrowing Descriptor,
        _ deadline: Int64,
        _ limit: Int
    ) async throws -> End {
        var output: [UInt8] = []
        while true {
            guard try await reader.becomesReadable(by: deadline) else { return .overdue }
            let bytes = try reader.read(upTo: 65_536)
            if bytes.isEmpty { break }
            output += bytes
            guard output.count <= limit else { return .talkative }
        }
        guard try await child.ends(by: deadline) else { return .overdue }
        return .exited(try await child.exitStatus(), output: output)
    }
}
