import Platform
import WebServer

/// Runs blocking work on a thread of its own: the server's handlers need the shared pool.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await BlockingExecutor(label: "test client").run(work)
}

/// Runs a server of several loops on a free port of 127.0.0.1 for the time of `body`.
func withServer<Value>(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    answer: @escaping @Sendable (HTTPRequest) async -> HTTPResponse = echo,
    body: (Listener.Address) async throws -> Value
) async throws -> Value {
    try await withServer(configuration, handler: ClosureHandler(answer), body: body)
}

/// The same with a handler of any kind.
func withServer<Value>(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    handler: any HTTPHandler,
    body: (Listener.Address) async throws -> Value
) async throws -> Value {
    let listener = Listener(.tcp(host: "127.0.0.1", port: 0), handler: handler)
    var configuration = configuration
    configuration.loops = max(2, configuration.loops)
    let server = Server([listener], configuration: configuration)
    let address = try server.start()[0]
    do {
        let value = try await body(address)
        await server.stop(grace: 0)
        return value
    } catch {
        await server.stop(grace: 0)
        throw error
    }
}

/// Sends the bytes, ends sending where asked to, and gives back everything the server says.
func exchange(_ address: Listener.Address, _ text: String, endSending: Bool = true) async throws -> String {
    try await onThread {
        let client = try RawClient(address)
        try client.send(text)
        if endSending { client.endSending() }
        return try client.readToEnd()
    }
}

/// Answers with the method, the target and the body's length.
@Sendable func echo(_ request: HTTPRequest) async -> HTTPResponse {
    .text(200, "\(request.method) \(request.target.raw) \(request.body.count)\n")
}

/// Waits until the condition holds, at most three minutes: only tests that fail need them.
func eventually(_ condition: @Sendable () -> Bool) async throws -> Bool {
    let end = BootClock.now() + 180_000
    while BootClock.now() < end {
        if condition() { return true }
        try await Task.sleep(for: .milliseconds(2))
    }
    return condition()
}

/// A folder that is there for one test.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        path = "/tmp/web-server-tests-\(UInt64.random(in: 0...UInt64.max))"
        try Folder.create(path)
    }

    deinit {
        // A test that left something irremovable behind has failed already.
        try? FolderRemoval.remove(path)
    }
}
