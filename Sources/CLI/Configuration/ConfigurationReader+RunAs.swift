internal import Platform

extension ConfigurationReader {
    /// Whose rights a run has: only root can give it another user's, and must say so when it keeps its own.
    ///
    /// - Returns: Nil for the daemon's own.
    mutating func runAs() -> Account? {
        let input = input
        let account = value(.runAs) { setting throws(ConfigurationProblem) -> Account? in
            let name = try setting.string()
            guard name != input.user.name, name != "root" || !input.user.isRoot else { return nil }
            guard input.user.isRoot else {
                throw setting.problem(
                    "only root can run deployments as another user; start the daemon as root, or as that user"
                )
            }
            guard let account = input.account(name) else {
                throw setting.problem("there is no user \"\(SafeText.line(name))\" on this machine")
            }
            return account.user == 0 ? nil : account
        }
        if input.user.isRoot, account == nil, layers.first(.runAs) == nil { missRunAs() }
        return account ?? nil
    }

    private mutating func missRunAs() {
        miss(
            "run_as",
            "is missing: as root every deployment would run with root's rights; name the user whose rights they are to "
                + "have (--run-as USER), or say \"root\" if that is what you want"
        )
    }
}
