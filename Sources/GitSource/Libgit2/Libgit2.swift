internal import CLibgit2

/// libgit2's global state, started once per process and never stopped.
enum Libgit2 {
    private static let started: Int32 = {
        let count = git_libgit2_init()
        // Whose files a repository's are matters where its configuration and hooks are obeyed; here none is: only
        // objects and refs are read.
        _ = reconciler_git_set_owner_validation(0)
        _ = reconciler_git_allow_extensions()
        _ = reconciler_git_set_tree_cache(4 << 20, 16 << 20)
        return count
    }()

    /// Lets one allocation have `bytes` or as much as what git itself would compare with another object: larger files
    /// it stores as they are.
    ///
    /// To be called before anything is read; what claims to need more fails, as if there were no memory.
    static func allowAllocations(of bytes: Int64) {
        let (least, slack) = (Int64(512 << 20), Int64(1 << 20))
        _ = reconciler_git_limit_allocations(Int(clamping: max(least, bytes).plus(slack)))
        start()
    }

    /// Has every pack and every ref on disk before the call that writes it returns.
    static func synchronizeWrites() {
        start()
        _ = reconciler_git_set_synchronizing(1)
    }

    static func start() {
        precondition(started > 0, "libgit2 did not start")
    }

    /// Makes this process blind to the configuration of machine and user, whose `insteadOf` would silently rewrite
    /// a source's URL.
    static func ignoreConfiguration() {
        start()
        let levels = [
            GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
        ]
        for level in levels { _ = reconciler_git_set_search_path(level.rawValue, "") }
    }
}
