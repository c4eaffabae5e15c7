internal import Dispatch
internal import Domain
internal import Glibc
internal import Platform

/// A running `reconciler fetch`; killed when nobody holds it any more.
final class FetchProcess: Sendable {
    private let child: ChildProcess
    private let requests: Descriptor
    private let answers: Descriptor

    init(executable: String, environment: [String: String] = [:]) throws {
        let input = try Pipe()
        let output = try Pipe()
        child = try SpawnRequest(
            executable: executable,
            arguments: ["fetch"],
            environment: FetchProcess.environment.merging(environment) { $1 },
            descriptors: [0: input.reader.number, 1: output.writer.number]
        ).start()
        requests = input.takeWriter()
        answers = output.takeReader()
    }

    deinit {
        let child = child
        kill()
        // Somebody must collect it; how it ended does not matter any more.
        DispatchQueue(label: "collect").async { _ = try? child.wait() }
    }

    func kill() {
        // A process that has ended needs no killing.
        try? child.send(SIGKILL)
    }

    /// Sends one line and waits for one line, at most so many milliseconds.
    ///
    /// After an error the process is of no use any more.
    func exchange(_ request: [UInt8], timeout: Int64) throws -> [UInt8] {
        try requests.writeAll(request + [0x0A])
        let deadline = BootClock.now() + timeout
        var lines = LineReader(limit: FetchLimits.line)
        while true {
            if let line = lines.next() { return line }
            guard try waitForAnswer(until: deadline) else {
                let text = DurationText.text(milliseconds: timeout)
                throw SourceFailure("the remote did not answer within \(text); raise \"timeout\" if it is only slow")
            }
            let bytes = try answers.read(upTo: 65_536)
            guard !bytes.isEmpty else {
                throw SourceFailure("the process that talks to the remote ended: \(try child.wait())")
            }
            try lines.append(bytes)
        }
    }

    private func waitForAnswer(until deadline: Int64) throws -> Bool {
        var poll = pollfd(fd: answers.number, events: Int16(POLLIN), revents: 0)
        while true {
            let rest = deadline - BootClock.now()
            guard rest > 0 else { return false }
            let ready = Glibc.poll(&poll, 1, Int32(clamping: min(rest, 3_600_000)))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { throw SystemError(code: errno, action: "wait for the remote's answer") }
        }
    }

    /// What a program needs to find keys, the agent and a proxy; nothing else of the daemon's environment.
    private static var environment: [String: String] {
        let names = [
            "HOME", "PATH", "SSH_AUTH_SOCK", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
            "NO_PROXY",
        ]
        let found = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        return Dictionary(found, uniquingKeysWith: { first, _ in first })
    }
}
