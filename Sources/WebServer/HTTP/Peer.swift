/// Who sent a request.
package enum Peer: Equatable, Sendable {
    /// A numeric address and its port.
    case tcp(address: String, port: Int)
    /// The user and process at the other end of a Unix socket, as the kernel saw them when they connected.
    case unix(user: UInt32, process: Int32)
}
