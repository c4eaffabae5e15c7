internal import Dispatch
package import Domain
internal import Glibc
internal import Platform

/// The body of the hidden command `reconciler fetch`: the child process that talks to a remote.
package enum FetchWorker {
    /// Answers requests, one JSON object a line, from standard input on standard output.
    ///
    /// Ends when standard input does, also in the middle of an exchange: nobody waits for the answer any more.
    ///
    /// - Returns: The exit status.
    package static func run(_ failpoints: Failpoints = .unwatched) -> Int32 {
        BrokenPipes.reportAsErrors()
        Libgit2.allowAllocations(of: FetchLimits.object)
        Libgit2.synchronizeWrites()
        endWithInput()
        let input = Descriptor(adopting: STDIN_FILENO)
        let output = Descriptor(adopting: STDOUT_FILENO)
        var lines = LineReader(limit: FetchLimits.line)
        let session = FetchSession(failpoints)
        do {
            while true {
                guard let line = lines.next() else {
                    let bytes = try input.read(upTo: 65_536)
                    guard !bytes.isEmpty else { return 0 }
                    try lines.append(bytes)
                    continue
                }
                let (reply, gathers) = reply(line, session)
                try output.writeAll(reply.bytes() + [0x0A])
                if gathers { try output.writeAll(gather(session).bytes() + [0x0A]) }
            }
        } catch {
            return 1
        }
    }

    /// The answer, and whether the clone's packs are to be gathered behind it.
    private static func reply(_ line: [UInt8], _ session: FetchSession) -> (JSONValue, gathers: Bool) {
        do {
            let request = try FetchRequest(
                try JSONParser.parse(line, limits: JSONLimits(bytes: FetchLimits.line)).value
            )
            let answer = try session.answer(request)
            return (answer.json, answer.gathers)
        } catch {
            return (failure(error), false)
        }
    }

    private static func gather(_ session: FetchSession) -> JSONValue {
        do {
            return .members(["gathered": .bool(try session.gather())])
        } catch {
            return failure(error)
        }
    }

    private static func failure(_ error: any Error) -> JSONValue { .members(["error": .string("\(error)")]) }

    /// A call into libgit2 cannot be stopped from inside, so a thread of its own ends the process, and with it the
    /// programs that it has started.
    private static func endWithInput() {
        DispatchQueue(label: "end with input").async {
            var input = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
            while poll(&input, 1, -1) < 0, errno == EINTR {}
            guard input.revents & Int16(POLLHUP | POLLERR) != 0 else { return }
            // Only where the group is its own.
            if getsid(0) == getpid() { kill(0, SIGKILL) }
            _exit(0)
        }
    }
}

enum FetchLimits {
    /// The longest line in either direction, in bytes: known hosts and keys go in, an error may come out.
    static let line = 32 << 20
    /// The largest object that is unpacked in memory, in bytes; larger ones that are stored whole pass through.
    static let object: Int64 = 1 << 30
    /// The longest that gathering a clone's packs may take, in milliseconds: an hour.
    static let gathering: Int64 = 3_600_000
    /// What the process may have in memory between two questions, in bytes.
    static let memory: Int64 = 128 << 20
}
