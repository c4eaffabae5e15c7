internal import Domain
internal import Platform
internal import WebServer

/// Where the daemon answers: the control socket, and `status_listen`.
struct Doors: Sendable {
    private let control = ReplaceableHandler()
    private let status = ReplaceableHandler()
    private let address: ListenAddress
    private let server: Server

    init(_ configuration: DaemonConfiguration, openFiles: OpenFiles, log: any Log) {
        var settings = ServerConfiguration()
        settings.connectionsPerListener = openFiles.connections(ofEachOf: 2)
        settings.report = { log.warning("web server", ["message": $0]) }
        address = configuration.statusListen
        server = Server(
            [
                Listener(.unix(path: configuration.controlSocket), handler: control),
                Listener(.tcp(host: address.host, port: address.port), handler: status),
            ],
            configuration: settings
        )
    }

    /// Sends requests to this engine from now on.
    func lead(to engine: Engine) {
        control.use(engine.control)
        status.use(engine.publicStatus(at: address))
    }

    /// Opens them.
    ///
    /// - Returns: The address of `status_listen` with its real port.
    /// - Throws: ``CommandFailure`` if one of them cannot be opened.
    func open() throws(CommandFailure) -> ListenAddress {
        do {
            guard case .tcp(let host, let port)? = try server.start().last else { return address }
            return ListenAddress(host: host, port: port)
        } catch {
            throw CommandFailure(.failed, "\(error); choose another place with --status-listen or --control-socket")
        }
    }

    /// Closes them, after a moment for requests that are being answered.
    func close() async { await server.stop(grace: 1_000) }
}
