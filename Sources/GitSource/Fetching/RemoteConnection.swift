internal import CLibgit2
internal import Crypto
internal import Glibc
internal import Platform

/// A connection to a remote: first its refs are listed, then some of them may be fetched.
final class RemoteConnection {
    private static let limit = 500_000
    private let remote: Handle
    private let trust: RemoteTrust
    private let url: RemoteURL
    private let repository: GitRepository
    /// What fetches faster than libgit2 itself, where this connection is libgit2's own.
    private let faster: RemoteProgram?
    /// What is sent with each request by HTTP.
    private let headers: [String]

    /// Connects, and blocks for as long as the server lets it.
    ///
    /// A repository of this machine is listed by libgit2, which starts no program, and by git where libgit2 cannot: a
    /// ref to a missing object, say. SSH is the system's `ssh`.
    ///
    /// The error is a ``SourceFailure`` that says what the server did, without credentials.
    static func open(
        to url: RemoteURL,
        _ credentials: GitCredentials,
        for repository: GitRepository
    ) throws -> RemoteConnection {
        switch url.transport {
        case .local: try openLocal(url, credentials, for: repository)
        case .ssh:
            try RemoteConnection(
                to: url,
                credentials,
                for: repository,
                through: try RemoteProgram.ssh(url, credentials)
            )
        case .git, .http, .https: try open(overNetworkTo: url, credentials, for: repository)
        }
    }

    private static func openLocal(
        _ url: RemoteURL,
        _ credentials: GitCredentials,
        for repository: GitRepository
    ) throws -> RemoteConnection {
        guard let place = LocalRemote(url.text) else {
            throw SourceFailure("\(url): there is nothing at this path; check that it is right, and mounted")
        }
        if let limitation = place.limitation { throw SourceFailure("\(url): \(limitation)") }
        guard let git = RemoteProgram.uploadPack(place.path) else {
            return try RemoteConnection(to: url, credentials, for: repository)
        }
        do {
            return try RemoteConnection(to: url, credentials, for: repository, faster: git)
        } catch is GitError {
            return try RemoteConnection(to: url, credentials, for: repository, through: git)
        }
    }

    /// libgit2 1.5 does not read over the body of a 401 without a type, and takes it for the next answer: then the
    /// credentials go with every request, and no 401 comes.
    private static func open(
        overNetworkTo url: RemoteURL,
        _ credentials: GitCredentials,
        for repository: GitRepository
    ) throws -> RemoteConnection {
        do {
            return try RemoteConnection(to: url, credentials, for: repository)
        } catch let confusion as ConfusedLogin {
            guard let login = credentials.login(user: url.user) else { throw confusion.failure }
            let text = Base64.standard.encode(Array("\(login.username):\(login.password)".utf8))
            let headers = ["Authorization: Basic \(text)"]
            return try RemoteConnection(to: url, credentials, for: repository, headers: headers)
        }
    }

    /// What follows the server's question for credentials is no HTTP to libgit2.
    private struct ConfusedLogin: Error {
        let failure: SourceFailure
    }

    private init(
        to url: RemoteURL,
        _ credentials: GitCredentials,
        for repository: GitRepository,
        through program: RemoteProgram? = nil,
        faster: RemoteProgram? = nil,
        headers: [String] = []
    ) throws {
        self.url = url
        self.repository = repository
        self.faster = faster
        self.headers = headers
        let areShown = !headers.isEmpty
        let trust = RemoteTrust(url: url, credentials: credentials, program: program, areShown: areShown)
        self.trust = trust
        remote = try RemoteConnection.remote(RemoteConnection.place(url, credentials), of: repository)
        var options = git_remote_connect_options()
        git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        options.callbacks = trust.callbacks
        options.proxy_opts.type = GIT_PROXY_AUTO
        options.follow_redirects = redirects(credentials)
        do {
            try explaining { () throws(GitError) in
                try StringArray.with(headers) { (headers) throws(GitError) in
                    options.custom_headers = headers.pointee
                    try check("connect") { git_remote_connect_ext(remote.pointer, GIT_DIRECTION_FETCH, &options) }
                }
            }
        } catch let failure as SourceFailure where !areShown && trust.wereShown && isConfused(failure) {
            throw ConfusedLogin(failure: failure)
        }
    }

    private func isConfused(_ failure: SourceFailure) -> Bool { failure.description.contains("http parser error") }

    /// What libgit2 is given to connect to.
    private static func place(_ url: RemoteURL, _ credentials: GitCredentials) -> String {
        switch (url.transport, credentials) {
        case (.local, _): LocalRemote(url.text)?.path ?? url.text
        // With a user in the URL libgit2 would first try to log in without a password.
        case (.http, .basic), (.http, .token), (.https, .basic), (.https, .token): url.textWithoutUser
        default: url.text
        }
    }

    /// A remote without a name, whose URL no configuration rewrites.
    ///
    /// Not by `git_remote_create_anonymous`: it looks for `insteadOf`, and libgit2 1.5 leaks 40 KB each time.
    private static func remote(_ url: String, of repository: GitRepository) throws(GitError) -> Handle {
        var options = git_remote_create_options()
        git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION))
        options.repository = repository.handle.pointer
        options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
        return try Handle("prepare the remote", free: git_remote_free) {
            git_remote_create_with_opts(&$0, url, &options)
        }
    }

    /// Credentials are not shown to another host; a redirect within the host, to another path, is followed.
    private func redirects(_ credentials: GitCredentials) -> git_remote_redirect_t {
        if case .none = credentials { return GIT_REMOTE_REDIRECT_INITIAL }
        return GIT_REMOTE_REDIRECT_NONE
    }

    func refs() throws -> RemoteRefs {
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        try explaining { () throws(GitError) in try check("list") { git_remote_ls(&heads, &count, remote.pointer) } }
        guard count <= RemoteConnection.limit else {
            throw SourceFailure("\(url): the remote has \(count) refs, which is too many")
        }
        let found = UnsafeBufferPointer(start: heads, count: heads == nil ? 0 : count)
        return RemoteRefs(found.compactMap { $0.map { RemoteConnection.ref($0.pointee) } })
    }

    private static func ref(_ head: git_remote_head) -> AdvertisedRef {
        AdvertisedRef(
            name: head.name.map { String(cString: $0) } ?? "",
            id: ObjectID(head.oid),
            target: head.symref_target.map { String(cString: $0) }
        )
    }

    /// Fetches by these refspecs, and nothing else.
    ///
    /// - `isFirst`: Whether next to nothing of it is here, so that a program is worth its start.
    func fetch(_ refspecs: [String], isFirst: Bool) throws {
        if isFirst, let faster {
            return try RemoteConnection(to: url, .none, for: repository, through: faster).fetch(refspecs, isFirst: true)
        }
        var options = git_fetch_options()
        git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        options.callbacks = trust.callbacks
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.update_fetchhead = 0
        options.proxy_opts.type = GIT_PROXY_AUTO
        try explaining { () throws(GitError) in
            try StringArray.with(refspecs) { (specs) throws(GitError) in
                try StringArray.with(headers) { (headers) throws(GitError) in
                    options.custom_headers = headers.pointee
                    try check("fetch") { git_remote_fetch(remote.pointer, specs, &options, "fetch") }
                }
            }
        }
    }

    /// Says in words for people what libgit2 could not do.
    private func explaining(_ work: () throws(GitError) -> Void) throws {
        do {
            try work()
        } catch {
            if let refusal = trust.refusal { throw SourceFailure("\(url): \(refusal)") }
            if RemoteFailure.isLocal(error) { throw error }
            let secrets = trust.secrets + ProxyVariables.secrets
            let proxies = ProxyVariables.present
            throw SourceFailure("\(url): \(RemoteFailure.explain(error, url, hiding: secrets, proxies: proxies))")
        }
    }
}

/// A `git_strarray` for the length of one call.
enum StringArray {
    static func with(
        _ texts: [String],
        _ work: (UnsafePointer<git_strarray>) throws(GitError) -> Void
    ) throws(GitError) {
        var copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let count = copies.count
        let result = copies.withUnsafeMutableBufferPointer { buffer -> Result<Void, GitError> in
            var array = git_strarray(strings: buffer.baseAddress, count: count)
            return Result { () throws(GitError) in try work(&array) }
        }
        try result.get()
    }
}
