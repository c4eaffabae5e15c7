internal import Domain
internal import Platform

/// Where a secret is; the configuration itself never holds one.
enum SecretPlace: Hashable, Sendable {
    /// An absolute path.
    case file(String)
    case variable(String)

    /// The largest secret that is read, in bytes.
    static let limit = 65_536
    /// The largest `known_hosts`, in bytes: it has a line for every key of every host of an organisation.
    static let knownHostsLimit = 4 << 20

    /// The secret as it is now; a line break at the end of a file is not part of it.
    ///
    /// - Throws: ``UnreadableSecret`` if there is none, or an empty one.
    func text(_ environment: [String: String], limit: Int = Self.limit) throws(UnreadableSecret) -> String {
        switch self {
        case .file(let path): try Self.withoutLineBreak(Self.contents(of: path, limit: limit))
        case .variable(let name): try Self.value(of: name, environment)
        }
    }

    /// The text of a file that must hold something.
    static func contents(of path: String, limit: Int = Self.limit) throws(UnreadableSecret) -> String {
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(path, limit: limit)
        } catch {
            throw UnreadableSecret("\(error)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UnreadableSecret("the file \(path) is not UTF-8")
        }
        guard text.contains(where: { !$0.isWhitespace }) else { throw UnreadableSecret("the file \(path) is empty") }
        return text
    }

    private static func value(of name: String, _ environment: [String: String]) throws(UnreadableSecret) -> String {
        guard let value = environment[name] else { throw UnreadableSecret("the variable \(name) is not set") }
        guard !value.isEmpty else { throw UnreadableSecret("the variable \(name) is empty") }
        return value
    }

    private static func withoutLineBreak(_ text: String) -> String {
        guard let last = text.last, last.isNewline else { return text }
        return String(text.dropLast())
    }
}

/// A secret that is not there, or empty.
struct UnreadableSecret: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension SecretPlace {
    /// Reads `{"file": "PATH"}` or `{"env": "NAME"}`, and looks whether a secret is there.
    static func read(
        _ setting: Setting,
        _ environment: [String: String],
        limit: Int = Self.limit
    ) throws(ConfigurationProblem) -> SecretPlace {
        let object = try ObjectSettings(setting, known: FileKeys.secret)
        return try read(object, environment, limit: limit)
    }

    /// The same of an object that may hold further keys.
    static func read(
        _ object: ObjectSettings,
        _ environment: [String: String],
        limit: Int = Self.limit
    ) throws(ConfigurationProblem) -> SecretPlace {
        if let problem = object.problems.first { throw problem }
        let (place, said) = try place(object)
        do {
            _ = try place.text(environment, limit: limit)
        } catch {
            throw said.problem(error.description)
        }
        return place
    }

    private static func place(
        _ object: ObjectSettings
    ) throws(ConfigurationProblem) -> (place: SecretPlace, said: Setting) {
        switch (object["file"], object["env"]) {
        case (let file?, nil): return (.file(try file.filePath()), file)
        case (nil, let variable?): return (.variable(try variable.string()), variable)
        case (nil, nil), (.some, .some):
            throw object.setting.problem("expected {\"file\": \"PATH\"} or {\"env\": \"NAME\"}")
        }
    }
}
