internal import Domain
internal import Platform

/// What an `ansible.cfg` says, as far as a run adds to it.
struct AnsibleConfigurationFile {
    /// The largest file that is read, in bytes.
    private static let limit = 1 << 20

    private let folder: String
    private let text: INIText

    /// Nil for what is no file that can be read.
    static func read(_ path: String) -> AnsibleConfigurationFile? {
        // What is no file that can be read is for Ansible to complain of.
        guard let bytes = try? Descriptor.open(path, [.read, .nonBlocking]).readAll(limit: limit) else { return nil }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return AnsibleConfigurationFile(String(decoding: bytes, as: UTF8.self), folder: "/" + folder)
    }

    init(_ text: String, folder: String) {
        self.folder = folder
        self.text = INIText(text)
    }

    /// The folders that a key names, separated by ":", relative ones as paths from the file's own folder.
    func folders(_ key: String, in section: String) -> String? {
        text.value(key, in: section).map { value in
            Self.unquoted(value).split(separator: ":").map { absolute(String($0)) }.joined(separator: ":")
        }
    }

    /// A path that Ansible itself makes out (`~`, `$HOME`, `{{CWD}}`) stays as it is.
    private func absolute(_ path: String) -> String {
        ["/", "~", "$", "{{"].contains(where: path.hasPrefix) ? path : "\(folder)/\(path)"
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}
