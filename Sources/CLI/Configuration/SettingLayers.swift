internal import Domain
internal import Platform

/// What was said of each key: on the line, in the environment, in the file, in this order.
struct SettingLayers {
    private let values: [String: String]
    private let environment: [String: String]
    private let workingDirectory: String
    private let file: ConfigurationFile?

    init(values: [String: String], environment: [String: String], workingDirectory: String, file: ConfigurationFile?) {
        self.values = values
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.file = file
    }

    /// Every place that says something of the key, the one that counts first.
    func settings(of key: ConfigurationKey) -> [Setting] {
        [flag(key), variable(key), file?.setting(of: key)].compactMap { $0 }
    }

    /// The place that counts.
    func first(_ key: ConfigurationKey) -> Setting? { settings(of: key).first }

    private func flag(_ key: ConfigurationKey) -> Setting? {
        values[key.flag].map { text($0, .flag(key.flag)) }
    }

    private func variable(_ key: ConfigurationKey) -> Setting? {
        guard let value = environment[key.variable], !value.isEmpty else { return nil }
        return text(value, .variable(key.variable))
    }

    private func text(_ text: String, _ origin: SettingOrigin) -> Setting {
        Setting(content: .text(text), origin: origin, folder: workingDirectory)
    }
}

/// The configuration file.
struct ConfigurationFile {
    private let top: ObjectSettings
    private let sections: [String: ObjectSettings]
    /// Keys that are unknown, or not supported yet.
    let problems: [ConfigurationProblem]

    /// - Throws: One problem if the file cannot be read at all.
    init(path: String, workingDirectory: String) throws(ConfigurationProblem) {
        let full = FilePaths.absolute(path, from: workingDirectory)
        let setting = Setting(
            content: .node(try Self.parse(full, shownAs: path)),
            origin: .file(path: path, position: nil),
            folder: FilePaths.folder(of: full)
        )
        top = try ObjectSettings(setting, known: FileKeys.top, later: FileKeys.laterTop)
        var collector = ProblemCollector()
        collector.add(top.problems)
        sections = Self.sections(of: top, &collector)
        problems = collector.problems
    }

    func setting(of key: ConfigurationKey) -> Setting? {
        switch key.path.count {
        case 1: top[key.path[0]]
        case 2: sections[key.path[0]]?[key.path[1]]
        default: nil
        }
    }

    private static func parse(_ path: String, shownAs name: String) throws(ConfigurationProblem) -> JSONNode {
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(path, limit: JSONLimits.file.bytes)
        } catch {
            throw ConfigurationProblem(origin: .file(path: name, position: nil), message: "\(error)")
        }
        do {
            return try JSONParser.parse(bytes, limits: .file)
        } catch {
            throw ConfigurationProblem(origin: .file(path: name, position: error.position), message: error.message)
        }
    }

    private static func sections(
        of top: ObjectSettings,
        _ collector: inout ProblemCollector
    ) -> [String: ObjectSettings] {
        var sections: [String: ObjectSettings] = [:]
        let keys = [
            ("limits", FileKeys.limits), ("ansible", FileKeys.ansible), ("log", FileKeys.log),
            ("retention", FileKeys.retention), ("budget", FileKeys.budget),
        ]
        for (name, known) in keys {
            guard let setting = top[name] else { continue }
            sections[name] = collector.attempt { () throws(ConfigurationProblem) in
                try ObjectSettings(setting, known: known)
            }
            collector.add(sections[name]?.problems ?? [])
        }
        return sections
    }
}
