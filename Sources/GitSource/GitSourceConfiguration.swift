package import Domain
internal import Platform

/// One config repository as the daemon's configuration describes it.
package struct GitSourceConfiguration: Sendable {
    package let name: SourceName
    package let url: RemoteURL
    package let ref: RefSelector
    /// The folder below which definitions are looked for.
    package let path: RepositoryPath
    /// Asked before each use, so that a secret's file may change while the daemon runs.
    package let credentials: @Sendable () throws -> GitCredentials
    /// A PEM file of certificates that are trusted besides the system's.
    package let certificateAuthority: String?
    /// The longest that one exchange with the remote may take, in milliseconds.
    package let timeout: Int64
    /// The daemon's state folder; the clone is in `sources/NAME/repo.git` below it.
    package let stateFolder: String
    /// Is told how long reading takes.
    package let log: any Log
    /// The program whose `fetch` command talks to the remote.
    package let executable: String
    package let failpoints: Failpoints
    /// What reading and exporting may cost.
    package let budget: ReadingBudget
    /// What an export leaves free of the disk that it is written to, in bytes.
    package let freeBytes: Int64

    package init(
        name: SourceName,
        url: RemoteURL,
        ref: RefSelector = .head,
        path: RepositoryPath = .root,
        credentials: @escaping @Sendable () throws -> GitCredentials = { .none },
        certificateAuthority: String? = nil,
        timeout: Int64 = defaultTimeout,
        stateFolder: String,
        log: any Log = SilentLog(),
        executable: String = ownExecutable,
        failpoints: Failpoints = .unwatched,
        budget: ReadingBudget = ReadingBudget(),
        freeBytes: Int64 = 0
    ) {
        self.name = name
        self.url = url
        self.ref = ref
        self.path = path
        self.credentials = credentials
        self.certificateAuthority = certificateAuthority
        self.timeout = timeout
        self.stateFolder = stateFolder
        self.log = log
        self.executable = executable
        self.failpoints = failpoints
        self.budget = budget
        self.freeBytes = freeBytes
    }

    /// This very program.
    package static var ownExecutable: String { Paths.ownExecutable }

    /// 60 seconds, in milliseconds.
    package static let defaultTimeout: Int64 = 60_000
}

/// Keeps everything to itself.
package struct SilentLog: Log {
    package init() {}

    package func write(_ level: LogLevel, _ message: String, _ fields: LogFields) {}
}
