/// An answer as it came.
package struct HTTPClientResponse: Equatable, Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// The body; empty where it was handed out while it came.
    package internal(set) var body: [UInt8] = []

    package var isSuccess: Bool { (200..<300).contains(status) }
}
