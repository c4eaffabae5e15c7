internal import Domain

/// Something that is wrong with the configuration, and where it was said.
struct ConfigurationProblem: Error, Hashable, CustomStringConvertible {
    let origin: SettingOrigin
    let message: String

    var description: String { "\(origin): \(message)" }
}

/// Where a setting comes from.
enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case flag(String)
    case variable(String)
    case file(path: String, position: TextPosition?)
    /// Nobody said anything.
    case missing(String)

    /// As a message begins with it.
    var description: String {
        switch self {
        case .flag(let name): "--\(name)"
        case .variable(let name): name
        case .file(let path, let position): path + (position.map { ":\($0.line):\($0.column)" } ?? "")
        case .missing(let key): key
        }
    }
}

extension SettingOrigin {
    /// Where it comes in a list: places of the file first, in their order.
    var order: TextPosition {
        if case .file(_, let position) = self { return position ?? TextPosition(line: 0, column: 0) }
        return TextPosition(line: .max, column: .max)
    }
}

/// Every problem of a configuration.
struct InvalidConfiguration: Error, CustomStringConvertible {
    let problems: [ConfigurationProblem]

    /// One line each.
    var description: String { problems.map(\.description).joined(separator: "\n") }
}
