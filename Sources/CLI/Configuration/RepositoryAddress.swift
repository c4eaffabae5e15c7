internal import Domain
internal import GitSource

/// Where a config repository is and what of it is followed, as people write it.
enum RepositoryAddress {
    /// A URL, `user@host:path` as ssh has it, or a path, which starts where the setting stands.
    static func url(_ setting: Setting) throws(ConfigurationProblem) -> RemoteURL {
        let text = try setting.string()
        let address = isRemote(text) ? text : try setting.filePath()
        do {
            return try RemoteURL(address)
        } catch {
            throw setting.problem("\(error)")
        }
    }

    /// The name of a source that has none: the URL's last part, or "default" if that is no name.
    static func name(from url: RemoteURL) -> SourceName? {
        let last = url.description.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? ""
        let plain = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
        return SourceName(plain.lowercased()) ?? SourceName("default")
    }

    static func folder(_ setting: Setting) throws(ConfigurationProblem) -> RepositoryPath {
        let text = try setting.string()
        guard let path = RepositoryPath(text) else {
            throw setting.problem("the path of a source is relative to the repository's root and stays below it")
        }
        return path
    }

    /// The ref of the kind `key`: `branch`, `tag`, `semver` or `commit`.
    static func ref(_ key: String, _ setting: Setting) throws(ConfigurationProblem) -> RefSelector {
        let text = try setting.string()
        let (selector, form): (RefSelector?, String) =
            switch key {
            case "commit":
                (Revision(text).map(RefSelector.commit), "a commit's full id, 40 lower-case hexadecimal digits")
            case "branch": (RefName(text).map(RefSelector.branch), "the name of a branch")
            case "tag": (RefName(text).map(RefSelector.tag), "the name of a tag")
            default: (VersionRange(text).map(RefSelector.semver), "a range of versions, such as \">=1.0.0 <2.0.0\"")
            }
        guard let selector else {
            throw setting.problem("expected \(form), found \"\(SafeText.line(String(text.prefix(100))))\"")
        }
        return selector
    }

    /// Whether the text names a scheme, or is ssh's short form: a colon before any slash.
    private static func isRemote(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        return !text[..<colon].contains("/")
    }
}
