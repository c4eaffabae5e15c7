internal import Domain
internal import Glibc
internal import Platform

/// A ``RemoteProgram`` at work; ended and collected when nobody talks to it any more.
final class ProgramConversation {
    private let child: ChildProcess
    private let input: Descriptor
    private let output: Descriptor
    private let complaints: Complaints

    init(with program: RemoteProgram) throws {
        let questions = try Pipe()
        let answers = try Pipe()
        let errors = try Pipe()
        child = try SpawnRequest(
            executable: program.executable,
            arguments: program.arguments,
            environment: program.environment,
            descriptors: [0: questions.reader.number, 1: answers.writer.number, 2: errors.writer.number]
        ).start()
        input = questions.takeWriter()
        output = answers.takeReader()
        complaints = Complaints(errors.takeReader())
    }

    deinit {
        // One that has ended needs no killing, and how it ended does not matter any more.
        try? child.send(SIGKILL)
        _ = try? child.wait()
    }

    /// - Throws: ``SourceFailure`` with the program's last words where it has ended.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        do {
            try input.writeAll(Array(bytes))
        } catch  where error.code == EPIPE {
            throw try ending()
        }
    }

    /// The next bytes, at most `count`.
    ///
    /// - Throws: ``SourceFailure`` with the program's last words where it has ended.
    func read(upTo count: Int) throws -> [UInt8] {
        let bytes = try output.read(upTo: count)
        guard bytes.isEmpty else { return bytes }
        throw try ending()
    }

    private func ending() throws -> SourceFailure {
        let status = try child.wait()
        return SourceFailure(complaints.last ?? "the program that reads the repository ended: \(status)")
    }
}
