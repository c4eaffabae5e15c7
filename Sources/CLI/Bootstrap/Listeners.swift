internal import Domain
internal import Platform
internal import WebServer

/// Where the daemon answers: the control socket, `status_listen`, and `hooks_listen` if there is one.
struct Listeners: Sendable {
    private let control = ReplaceableHandler()
    private let status = ReplaceableHandler()
    private let hooks = ReplaceableHandler()
    private let addresses: Addresses
    private let server: Server

    /// Where it answers on the network.
    struct Addresses: Hashable, Sendable {
        var status: ListenAddress
        var hooks: ListenAddress?
    }

    init(_ configuration: DaemonConfiguration, openFiles: OpenFiles, log: any Log) {
        addresses = Addresses(status: configuration.statusListen, hooks: configuration.hooksListen)
        let shares = ConnectionShares(
            openFiles: openFiles.forDaemon,
            takesHooks: addresses.hooks != nil,
            runs: configuration.concurrency,
            sources: configuration.sources.count
        )
        var settings = ServerConfiguration()
        settings.loops = min(OwnProcess.processors, 8)
        settings.report = { log.warning("web server", ["error": $0]) }
        var listeners = [
            Listener(
                .unix(path: configuration.controlSocket),
                handler: control,
                name: "control_socket",
                connections: shares.control,
                waitsForReaders: true
            ),
            Listener(.tcp(addresses.status), handler: status, name: "status_listen", connections: shares.status),
        ]
        if let address = addresses.hooks {
            listeners.append(
                Listener(.tcp(address), handler: hooks, name: "hooks_listen", connections: shares.hooks)
            )
        }
        server = Server(listeners, configuration: settings)
    }

    /// Sends requests to this engine from now on.
    func lead(to engine: Engine) {
        control.use(engine.control)
        status.use(engine.publicStatus(at: addresses.status))
        hooks.use(engine.hookEndpoint)
    }

    /// Keeps requests that change something waiting from now on, until they are led to another engine.
    func holdChanges() { for handler in [control, status, hooks] { handler.holdChanges() } }

    /// Keeps all requests waiting from now on, until they are led to another engine, and gives those a moment that are
    /// being answered.
    func holdAll() async {
        for handler in [control, status, hooks] { handler.holdAll() }
        await withDiscardingTaskGroup { group in
            for handler in [control, status, hooks] { group.addTask { await handler.settle(within: Self.grace) } }
        }
    }

    /// What requests that are being answered are given when the engine goes.
    private static let grace = Duration.seconds(1)

    /// Opens them.
    ///
    /// - Returns: The addresses with their real ports.
    /// - Throws: ``CommandFailure`` if one of them cannot be opened.
    func open() throws(CommandFailure) -> Addresses {
        do {
            let open = try server.start().compactMap(\.onNetwork)
            return Addresses(status: open.first ?? addresses.status, hooks: open.dropFirst().first)
        } catch {
            let flags = "--status-listen" + (addresses.hooks == nil ? "" : ", --hooks-listen") + " or --control-socket"
            throw CommandFailure(.failed, "\(error); choose another place with \(flags)")
        }
    }

    /// Closes them, after a moment for requests that are being answered.
    func close() async { await server.stop(grace: 1_000) }
}

extension Listener.Address {
    fileprivate static func tcp(_ address: ListenAddress) -> Listener.Address {
        .tcp(host: address.host, port: address.port)
    }

    /// Nil for a socket of this machine.
    fileprivate var onNetwork: ListenAddress? {
        guard case .tcp(let host, let port) = self else { return nil }
        return ListenAddress(host: host, port: port)
    }
}
