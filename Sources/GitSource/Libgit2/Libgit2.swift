internal import CLibgit2

/// libgit2's global state: started once in a process, and never stopped.
enum Libgit2 {
    private static let started: Int32 = start()

    /// Makes libgit2 ready; to be called before anything else of it.
    ///
    /// No configuration file of the machine or of a user is read (an `insteadOf` would silently rewrite a source),
    /// and repositories may belong to anybody: each one that is opened was named by the configuration.
    static func use() throws(GitError) {
        guard started > 0 else {
            throw GitError(
                task: "start libgit2",
                code: started,
                message: "it reports no reason; is it installed whole?"
            )
        }
    }

    private static func start() -> Int32 {
        let code = git_libgit2_init()
        guard code > 0 else { return code }
        for level in [
            GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
        ] {
            let failure = clibgit2_set_search_path(level.rawValue, "")
            if failure < 0 { return failure }
        }
        let failure = clibgit2_set_owner_validation(0)
        return failure < 0 ? failure : code
    }
}
