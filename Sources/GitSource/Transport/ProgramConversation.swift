internal import Domain
internal import Glibc
internal import Platform

/// A ``RemoteProgram`` at work; ended and collected when nobody talks to it any more.
final class ProgramConversation {
    private static let patience: Int64 = 1_000
    private let program: RemoteProgram
    private let child: ChildProcess
    private var input: Descriptor?
    private let output: Descriptor
    private let complaints: Complaints
    private let tell: (String) -> Void

    /// - `tell`: Hears why it has ended too early.
    init(with program: RemoteProgram, _ tell: @escaping (String) -> Void) throws {
        self.tell = tell
        self.program = program
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
        complaints = Complaints(errors.takeReader(), kept: program.words)
    }

    deinit {
        // It ends with its input, and so does whoever it talks to. How it ended does not matter any more.
        input = nil
        for signal in [SIGTERM, SIGKILL] {
            if (try? child.wait(upTo: ProgramConversation.patience)) != nil { return }
            try? child.send(signal)
        }
        _ = try? child.wait()
    }

    /// - Throws: ``SourceFailure`` with the program's last words where it has ended.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        do {
            try input?.writeAll(Array(bytes))
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
        let why = explanation(complaints.lines, status)
        tell(why)
        return SourceFailure(why)
    }

    private func explanation(_ lines: [String], _ status: ExitStatus) -> String {
        if let explain = program.explain { return explain(lines, status) }
        return lines.last ?? "the program that reads the repository ended: \(status)"
    }
}
