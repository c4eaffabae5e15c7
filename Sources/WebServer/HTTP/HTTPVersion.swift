/// The versions this server speaks.
package enum HTTPVersion: Equatable, Sendable {
    case http10
    case http11
}
