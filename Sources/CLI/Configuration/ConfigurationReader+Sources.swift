internal import Domain
internal import GitSource

extension ConfigurationReader {
    /// The config repositories: `sources`, or the one that `--repo` names.
    mutating func sources() -> [SourceConfiguration]? {
        var reader = SourceReader(environment: input.environment)
        let listed = layers.settings(of: .sources).map { (origin: $0.origin, sources: reader.sources($0)) }
        let single = repository(&reader)
        let (interval, timeout) = pace()
        collector.add(reader.collector.problems)
        guard var sources = choose(single: single, listed: listed) else { return nil }
        for index in sources.indices {
            sources[index].interval = interval ?? sources[index].interval
            sources[index].timeout = timeout ?? sources[index].timeout
        }
        return sources
    }

    private typealias Listed = (origin: SettingOrigin, sources: [SourceConfiguration]?)

    /// `--repo` over the list, but for a list on the line over a variable; both on the line are one too many.
    private mutating func choose(single: SourceConfiguration?, listed: [Listed]) -> [SourceConfiguration]? {
        let repository = layers.first(.repository)
        if case .flag = repository?.origin, case .flag? = listed.first?.origin {
            collector.add(
                ConfigurationProblem(
                    origin: .flag(ConfigurationKey.repository.flag),
                    message: "goes without --sources, which is given too"
                )
            )
        }
        if case .variable = repository?.origin, case .flag? = listed.first?.origin { return listed.first?.sources }
        if repository != nil { return single.map { [$0] } }
        guard let first = listed.first else {
            miss("sources", "no config repository is named; say --repo URL, or \"sources\" in the configuration file")
            return nil
        }
        return first.sources
    }

    /// The config repository of `--repo` and the options that go with it.
    private mutating func repository(_ reader: inout SourceReader) -> SourceConfiguration? {
        guard layers.first(.repository) != nil else {
            refuseStrayOptions()
            return nil
        }
        let url = value(.repository, RepositoryAddress.url)
        let path = value(.path, RepositoryAddress.folder)
        let ref = ref()
        let ca = reader.certificates(layers.first(.ca))
        let onRewrite = value(.onRewrite, SourceReader.rewrite) ?? .follow
        guard let url, let name = RepositoryAddress.name(from: url) else { return nil }
        return SourceConfiguration(
            name: name,
            url: url,
            ref: ref ?? .head,
            path: path ?? .root,
            ca: ca,
            onRewrite: onRewrite
        )
    }

    private mutating func ref() -> RefSelector? {
        let given = ConfigurationKey.refs.compactMap { key in layers.first(key).map { (key, $0) } }
        if given.count > 1 {
            let flags = given.map { "\($0.1.origin)" }.joined(separator: ", ")
            collector.add(given[1].1.problem("only one ref can be followed, but several are given: \(flags)"))
        }
        return given.first.flatMap { key, setting in
            collector.attempt { () throws(ConfigurationProblem) in try RepositoryAddress.ref(key.flag, setting) }
        }
    }

    private mutating func refuseStrayOptions() {
        for key in ConfigurationKey.ofRepository {
            guard let setting = layers.first(key), case .flag = setting.origin else { continue }
            collector.add(setting.problem("goes with --repo URL, which is missing"))
        }
    }

    /// Interval and timeout for every source.
    private mutating func pace() -> (interval: Int64?, timeout: Int64?) {
        let interval = value(.interval) { setting throws(ConfigurationProblem) in try setting.duration() }
        return (interval, value(.timeout, SourceReader.timeout))
    }
}
