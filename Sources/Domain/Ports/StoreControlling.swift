/// What a person may ask of the store, on the control socket.
package protocol StoreControlling: Sendable {
    /// Forgets a source that has left the configuration.
    ///
    /// - Returns: The services that were its.
    /// - Throws: ``Refusal/nothingToForget(_:isConfigured:nearest:)``.
    func forget(_ command: ForgetSource) async throws -> [ServiceName]

    /// Writes a copy of the store to the absolute `path`.
    ///
    /// - Throws: ``BackupRefused``, or what kept the copy from being written; a file that was there before is then as it
    ///   was.
    func backup(to path: String) async throws -> BackupReport
}

/// Writes whole copies of the store while it is in use.
package protocol StoreCopying: Sendable {
    /// Writes a copy to the absolute `path`: whole, on disk on return, readable for the daemon's user alone.
    ///
    /// An earlier backup at that place is replaced at once; any other file is left alone.
    ///
    /// - Throws: ``BackupRefused``, or what kept it from being written.
    func copy(to path: String) async throws -> BackupReport
}

/// A backup that was written.
package struct BackupReport: Hashable, Sendable {
    package let bytes: Int64
    /// The last event that it knows.
    package let sequence: Int64

    package init(bytes: Int64, sequence: Int64) {
        self.bytes = bytes
        self.sequence = sequence
    }
}

/// A place where no backup can be written.
package struct BackupRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
