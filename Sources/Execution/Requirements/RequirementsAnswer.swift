internal import Domain

/// What the helper has found out, or done; see `reconciler_requirements.py`.
///
/// It comes from a process with the run's rights, so it decides nothing beyond this run.
struct RequirementsAnswer {
    /// Ansible's version.
    let version: String
    let isEmpty: Bool
    let problems: [Problem]
    /// The entries that may be something else another time.
    let moving: [Moving]
    /// What the files name inside of the export.
    let paths: [String]
    let installed: [String]
    /// Whether what was installed may be something else another time, under the same names.
    let isMoving: Bool
    let error: String?

    /// An entry that is refused, or a file.
    struct Problem: Hashable, CustomStringConvertible {
        let file: String
        let what: String

        var description: String { "\(file): \(what)" }
    }

    /// An entry that may be something else another time.
    struct Moving: Hashable {
        let file: String
        /// "role a".
        let what: String
        let why: String
    }

    private static let limits = JSONLimits(bytes: HelperProcess.answerLimit, depth: 8)

    /// Nil for what is no answer.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONParser.parse(bytes, limits: Self.limits).value, let version = json["ansible"]?.string
        else { return nil }
        self.version = Excerpt.cut(version, characters: 100)
        isEmpty = json["entries"]?.array?.isEmpty ?? true
        problems = (json["problems"]?.array ?? []).compactMap(Problem.init)
        moving = (json["entries"]?.array ?? []).compactMap(Moving.init)
        paths = Self.texts(json["paths"])
        installed = Self.texts(json["installed"])
        isMoving = json["moving"]?.bool ?? true
        error = json["error"]?.string.map { Excerpt.cut($0) }
    }

    private static func texts(_ json: JSONValue?) -> [String] {
        (json?.array ?? []).prefix(1_000).compactMap(\.string).map { Excerpt.cut($0, characters: 1_000) }
    }
}

extension RequirementsAnswer.Problem {
    fileprivate init?(_ json: JSONValue) {
        guard let file = json["file"]?.string, let what = json["what"]?.string else { return nil }
        self.init(file: file, what: Excerpt.cut(what, characters: 1_000))
    }
}

extension RequirementsAnswer.Moving {
    /// Nil for an entry that stays what it is.
    fileprivate init?(_ json: JSONValue) {
        guard let why = json["moving"]?.string, let file = json["file"]?.string, let kind = json["kind"]?.string,
            let shown = json["shown"]?.string
        else { return nil }
        self.init(file: file, what: Excerpt.cut("\(kind) \(shown)", characters: 1_000), why: why)
    }
}
