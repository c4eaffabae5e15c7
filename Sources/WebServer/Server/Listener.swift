/// Where a server listens, and who answers there.
package struct Listener: Sendable {
    package enum Address: Equatable, Sendable {
        /// A name or numeric address; port 0 takes any free port.
        case tcp(host: String, port: Int)
        /// A path of any length, whose socket is its owner's alone (mode 0600).
        case unix(path: String)
    }

    package let address: Address
    package let handler: any HTTPHandler
    /// What it is called in an error.
    package let name: String?
    /// How many connections it has at most; nil for as many as the server's configuration says.
    package let connections: Int?
    /// Whether a client may take as long as it likes to read an answer: for processes of this machine, whose ends are
    /// noticed.
    ///
    /// What is made while it is sent is made only as fast as it is read.
    package let waitsForReaders: Bool

    package init(
        _ address: Address,
        handler: any HTTPHandler,
        name: String? = nil,
        connections: Int? = nil,
        waitsForReaders: Bool = false
    ) {
        self.waitsForReaders = waitsForReaders
        self.address = address
        self.handler = handler
        self.name = name
        self.connections = connections
    }
}
