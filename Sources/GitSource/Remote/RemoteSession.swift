internal import CLibgit2
internal import Domain
internal import Glibc
internal import Platform

/// One conversation with a remote: lists what it has, or fetches into a repository.
///
/// It may block without end against a server that says nothing, so it runs in a child process only.
struct RemoteSession {
    private let address: RemoteAddress

    init(_ address: RemoteAddress) {
        self.address = address
    }

    /// Asks the remote what it has.
    func list() throws(GitError) -> RemoteRefs {
        try requireLocalFolder()
        let remote = try detached()
        try connect(remote, for: "list the refs of \(address.url)")
        var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
        var count = 0
        try check("list the refs of \(address.url)") { git_remote_ls(&heads, &count, remote.pointer) }
        let refs = try Self.refs(UnsafeBufferPointer(start: heads, count: count))
        git_remote_disconnect(remote.pointer)
        return refs
    }

    /// Fetches refs into the bare repository at `path`, by these refspecs.
    func fetch(_ refspecs: [String], into path: String) throws(GitError) {
        try requireLocalFolder()
        let task = "fetch from \(address.url)"
        let repository = try Handle("open the repository at \(path)", free: git_repository_free) {
            git_repository_open_bare(&$0, path)
        }
        let remote = try Handle(task, free: git_remote_free) {
            git_remote_create_anonymous(&$0, repository.pointer, address.url.text)
        }
        let conversation = RemoteConversation(address)
        var options = git_fetch_options()
        git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.follow_redirects = conversation.redirects
        options.proxy_opts.type = GIT_PROXY_AUTO
        conversation.install(into: &options.callbacks)
        let strings = StringArray(refspecs)
        try conversation.attempt(task) {
            strings.withArray { git_remote_fetch(remote.pointer, $0, &options, nil) }
        }
    }

    /// libgit2 takes a path where nothing is for a URL of an unknown kind.
    private func requireLocalFolder() throws(GitError) {
        guard address.url.transport == .local, access(address.url.text, F_OK) != 0 else { return }
        throw GitError(task: "reach \(address.url)", message: SystemError.text(of: errno))
    }

    private func detached() throws(GitError) -> Handle {
        try Handle("use the URL \(address.url)", free: git_remote_free) {
            git_remote_create_detached(&$0, address.url.text)
        }
    }

    private func connect(_ remote: borrowing Handle, for task: String) throws(GitError) {
        let conversation = RemoteConversation(address)
        var options = git_remote_connect_options()
        git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        options.follow_redirects = conversation.redirects
        options.proxy_opts.type = GIT_PROXY_AUTO
        conversation.install(into: &options.callbacks)
        let pointer = remote.pointer
        try conversation.attempt(task) { git_remote_connect_ext(pointer, GIT_DIRECTION_FETCH, &options) }
    }

    private static func refs(
        _ heads: UnsafeBufferPointer<UnsafePointer<git_remote_head>?>
    ) throws(GitError) -> RemoteRefs {
        guard heads.count <= RemoteRefs.limit else {
            throw GitError(
                task: "list the refs",
                message: "there are \(heads.count); at most \(RemoteRefs.limit) are read"
            )
        }
        var targets: [String: ObjectID] = [:]
        var head: String?
        for case let entry? in heads {
            guard let name = entry.pointee.name.flatMap({ String(validatingCString: $0) }) else { continue }
            targets[name] = ObjectID(entry.pointee.oid)
            if name == "HEAD" { head = entry.pointee.symref_target.flatMap { String(validatingCString: $0) } }
        }
        return RemoteRefs(targets: targets, head: head)
    }
}

/// The owner of a `git_strarray` of copies.
struct StringArray: ~Copyable {
    private let strings: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

    init(_ texts: [String]) {
        strings = .allocate(capacity: texts.count)
        for (index, text) in texts.enumerated() { strings.initializeElement(at: index, to: strdup(text)) }
    }

    deinit {
        strings.forEach { free($0) }
        strings.deallocate()
    }

    func withArray(_ body: (UnsafePointer<git_strarray>) -> Int32) -> Int32 {
        var array = git_strarray(strings: strings.baseAddress, count: strings.count)
        return body(&array)
    }
}
