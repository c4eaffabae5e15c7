import Domain
import Foundation
import Glibc
import Platform

/// A client of the feed that is somebody else's program: the `websockets` package of Python.
final class FeedListener: Sendable {
    /// A Python that has the package: `make test` names the one that `Scripts/setup` makes.
    static let python = Program.environment["RECONCILER_TEST_WEBSOCKETS"]

    private let process: ChildProcess
    private let output: String

    /// Connects to `path`, by the control socket or else by a port of this machine, and sends `messages`.
    init(
        _ daemon: DaemonUnderTest,
        _ path: String = "/api/v1/feed",
        port: Int? = nil,
        origin: String? = nil,
        sending messages: [String] = []
    ) throws {
        let name = "\(daemon.folder)/feed-\(UInt64.random(in: 0...UInt64.max))"
        output = "\(name).out"
        try TextFile.write(Self.script, to: "\(name).py")
        let question: JSONValue = .members([
            "socket": .string("\(daemon.stateDir)/control.sock"), "port": .optional(port) { .integer($0) },
            "path": .string(path), "origin": .optional(origin), "send": .array(messages.map(JSONValue.string)),
        ])
        let file = try Descriptor.open(output, [.write, .create])
        process = try SpawnRequest(
            executable: Self.python ?? "/nonexistent",
            arguments: ["\(name).py", question.text()],
            environment: Subprocess.surroundings,
            descriptors: [1: file.number]
        ).start()
    }

    /// What came so far, in order; the end is an object with `close`, or with the `status` of a refusal.
    var messages: [JSONValue] {
        (TextFile.read(output) ?? "").split(separator: "\n").compactMap {
            try? JSONParser.parse($0 + "", limits: .own).value
        }
    }

    var types: [String] { messages.compactMap { $0["type"]?.string } }

    /// The events' numbers, in the order in which they came.
    var events: [Int64] { messages.filter { $0["event"] != nil }.compactMap { $0["seq"]?.integer } }

    /// The code with which the server closed the connection; nil while it is open.
    var closeCode: Int64? { messages.last?["close"]?.integer }

    /// The status with which the server refused the connection.
    var refusal: Int64? { messages.last?["status"]?.integer }

    func end() async throws {
        try process.send(SIGKILL)
        _ = try await process.exitStatus()
    }

    private static let script = """
        import asyncio, json, sys
        from websockets.asyncio.client import connect, unix_connect
        from websockets.exceptions import ConnectionClosed, InvalidStatus

        asked = json.loads(sys.argv[1])

        def opener():
            rest = {"origin": asked["origin"], "max_size": None, "open_timeout": 120}
            if asked["port"] is not None:
                return connect(f"ws://127.0.0.1:{asked['port']}{asked['path']}", **rest)
            return unix_connect(asked["socket"], f"ws://localhost{asked['path']}", **rest)

        async def main():
            try:
                async with opener() as socket:
                    for message in asked["send"]:
                        await socket.send(message)
                    async for message in socket:
                        print(message, flush=True)
            except InvalidStatus as refusal:
                return {"status": refusal.response.status_code}
            except ConnectionClosed:
                pass
            return {"close": socket.close_code}

        print(json.dumps(asyncio.run(main())), flush=True)

        """
}
