internal import Platform

/// The Python that a program of Ansible's runs with, which can read what Ansible reads.
enum AnsibleInterpreter {
    /// The words that start it: what the first line of the first of these programs that names a Python says.
    ///
    /// - `path`: Where a `python3` is looked for if none of them does.
    static func words(of programs: [String], path: String) -> [String]? {
        programs.lazy.compactMap(words).first ?? ExecutableSearch.find("python3", path: path).map { [$0] }
    }

    private static func words(of program: String) -> [String]? {
        // What cannot be read says nothing.
        guard let file = try? Descriptor.open(program, [.read, .nonBlocking]),
            let bytes = try? file.read(upTo: 4_096), bytes.starts(with: Array("#!".utf8))
        else { return nil }
        let lines = String(decoding: bytes.dropFirst(2), as: UTF8.self)
            .split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        let first = lines[0].split(whereSeparator: \.isWhitespace).map(String.init)
        if first.contains(where: isPython) { return first }
        return lines.count > 1 ? wrapped(lines[1]) : nil
    }

    /// What pip writes where the path is too long for a first line: `'''exec' "/a/path/python" "$0" "$@"`.
    private static func wrapped(_ line: Substring) -> [String]? {
        let begin = "'''exec' "
        guard line.hasPrefix(begin) else { return nil }
        let rest = line.dropFirst(begin.count)
        let path = rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != " " }
        return isPython(String(path)) ? [String(path)] : nil
    }

    private static func isPython(_ word: String) -> Bool {
        word.split(separator: "/").last?.hasPrefix("python") == true || word.hasSuffix("pypy3")
    }
}
