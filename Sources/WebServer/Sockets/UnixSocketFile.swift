internal import Platform

/// The file of a listening Unix socket, removed with its owner.
final class UnixSocketFile: Sendable {
    private let place: UnixSocketPlace
    private let identity: FileIdentity?

    init(_ place: consuming UnixSocketPlace) {
        // One that cannot be looked at stays, and gives way at the next start.
        identity = try? place.fileIdentity()
        self.place = place
    }

    deinit {
        // Another server's socket may stand there by now.
        guard let identity, (try? place.fileIdentity()) == identity else { return }
        try? place.remove()
    }
}
