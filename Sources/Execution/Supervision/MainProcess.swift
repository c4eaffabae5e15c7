internal import Domain
internal import Platform

/// Starts a run's main process.
struct MainProcess {
    let run: RunSpecification
    let folder: RunFolder

    /// Starts it, with its voices in `streams`.
    ///
    /// - Returns: Its process id.
    /// - Throws: ``CannotStart``, with what a person can do about it.
    func start(_ streams: RunStreams) throws -> Int32 {
        switch run.action {
        case .script: try startApart(streams)
        case .playbook: try startTogether(streams)
        }
    }

    /// With a pipe for each of stdout and stderr, because only lines of stdout are reports.
    private func startApart(_ streams: RunStreams) throws -> Int32 {
        let output = try Pipe()
        let error = try Pipe()
        var request = try request()
        request.descriptors = [1: output.writer.number, 2: error.writer.number]
        try own(output.writer)
        try own(error.writer)
        let pid = try spawn(request)
        // First stderr: of what arrives at once, a shell's trace of a command is written before what it prints.
        try streams.add(.error, error.takeReader())
        try streams.add(.output, output.takeReader())
        return pid
    }

    /// With one pipe for stdout and stderr, and a socket for the plugin, which alone reports.
    private func startTogether(_ streams: RunStreams) throws -> Int32 {
        let both = try Pipe()
        let events = try SocketPair()
        var request = try request()
        request.descriptors = [
            1: both.writer.number, 2: both.writer.number, AnsibleCommandLine.eventsDescriptor: events.second.number,
        ]
        try own(both.writer)
        let pid = try spawn(request)
        try streams.add(.both, both.takeReader())
        try streams.add(.events, events.takeFirst())
        return pid
    }

    /// A process may open its own output anew only if that is its own.
    private func own(_ writer: borrowing Descriptor) throws {
        try run.settings.account?.own(writer)
    }

    private func request() throws -> SpawnRequest {
        switch run.action {
        case .script(let path): return try ScriptCommandLine.request(path, run, folder)
        case .playbook(let playbook):
            let files = try AnsibleFiles.write(playbook, run, folder)
            return try AnsibleCommandLine.request(playbook, run, folder, files)
        }
    }

    private func spawn(_ request: SpawnRequest) throws -> Int32 {
        try run.settings.account?.own(folder.configuration)
        do {
            return try ExecRetry.start(request, as: run.settings.account)
        } catch let error as SystemError {
            throw CannotStart(Obstacle.text(error, request.executable))
        }
    }

    /// Starting a program whose file was written a moment ago.
    private enum ExecRetry {
        /// Any process that is just being started elsewhere may still hold the file open for writing.
        static func start(_ request: SpawnRequest, as account: Account?) throws -> Int32 {
            var tries = 0
            while true {
                do {
                    if let account { return try request.start(as: account) }
                    return try request.start().pid
                } catch let error as SystemError where error.isTextFileBusy && tries < 100 {
                    tries += 1
                    _ = try ReadableDescriptors.wait(for: [], upTo: 20)
                }
            }
        }
    }
}

/// Why a program does not start, in words.
enum Obstacle {
    static func text(_ error: SystemError, _ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if error.isNotExecutableFormat {
            return "\(name) is neither a program nor does its first line name an interpreter (\"#!/bin/sh\")"
        }
        if error.isMissing, Folder.somethingExists(at: path), let interpreter = interpreter(of: path) {
            return "\(name) asks for the interpreter \(interpreter), which is not there"
        }
        return "\(name): \(SystemError.text(of: error.code))"
    }

    private static func interpreter(of path: String) -> String? {
        // This only words a message: a file that cannot be read gives the shorter one.
        guard let file = try? Descriptor.open(path), let bytes = try? file.read(upTo: 256),
            bytes.starts(with: Array("#!".utf8))
        else { return nil }
        let line = String(decoding: bytes.dropFirst(2).prefix { $0 != 0x0A }, as: UTF8.self)
        return line.split(separator: " ").first.map { "\"\($0)\"" }
    }
}
