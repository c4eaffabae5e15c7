internal import Platform

/// What an `ansible.cfg` says, as far as a run adds to it.
///
/// Read as Ansible's own `ConfigParser` does: sections, keys of any case, "=" or ":" behind them, lines that begin with
/// "#" or ";" and what follows " ;" are comments. Values of several lines are read by their first.
struct AnsibleConfigurationFile {
    /// The largest file that is read, in bytes.
    private static let limit = 1 << 20

    private let folder: String
    private var values: [String: [String: String]] = [:]

    /// Nil for what is no file that can be read.
    static func read(_ path: String) -> AnsibleConfigurationFile? {
        // What is no file that can be read is for Ansible to complain of.
        guard let bytes = try? Descriptor.open(path, [.read, .nonBlocking]).readAll(limit: limit) else { return nil }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return AnsibleConfigurationFile(String(decoding: bytes, as: UTF8.self), folder: "/" + folder)
    }

    init(_ text: String, folder: String) {
        self.folder = folder
        var section = ""
        for line in text.split(whereSeparator: \.isNewline) {
            if let name = Self.section(line) {
                section = name
            } else if let (key, value) = Self.entry(line) {
                values[section, default: [:]][key] = value
            }
        }
    }

    /// The folders that a key names, separated by ":", relative ones as paths from the file's own folder.
    func folders(_ key: String, in section: String) -> String? {
        values[section]?[key].map { value in
            value.split(separator: ":").map { absolute(String($0)) }.joined(separator: ":")
        }
    }

    /// A path that Ansible itself makes out (`~`, `$HOME`, `{{CWD}}`) stays as it is.
    private func absolute(_ path: String) -> String {
        ["/", "~", "$", "{{"].contains(where: path.hasPrefix) ? path : "\(folder)/\(path)"
    }

    private static func section(_ line: Substring) -> String? {
        guard line.first == "[", let end = line.firstIndex(of: "]") else { return nil }
        return String(line[line.index(after: line.startIndex)..<end])
    }

    private static func entry(_ line: Substring) -> (key: String, value: String)? {
        guard let first = line.first, !first.isWhitespace, first != "#", first != ";",
            let place = line.firstIndex(where: { $0 == "=" || $0 == ":" })
        else { return nil }
        let value = String(line[line.index(after: place)...])
        let plain = value.firstRange(of: " ;").map { String(value[..<$0.lowerBound]) } ?? value
        return (trimmed(String(line[..<place])).lowercased(), unquoted(trimmed(plain)))
    }

    private static func trimmed(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ").filter { $0 != "\t" }
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}
