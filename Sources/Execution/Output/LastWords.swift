/// What a process said last on stderr: the line that most likely tells why it ended.
struct LastWords {
    private let root: String
    private var lines = LineSplitter(limit: 8_192)
    private var last: String?
    private var error: AnsibleError?

    /// - Parameter root: The folder of the run's files, which is left out of the paths in an error.
    init(root: String) {
        self.root = root
    }

    mutating func push(_ bytes: [UInt8]) {
        for line in lines.push(bytes).compactMap(\.whole) { take(line) }
    }

    /// The first error that Ansible marks as one, else the last line that is not empty; nil without any.
    mutating func finish() -> String? {
        if let line = lines.finish()?.whole { take(line) }
        return error?.text.replacing(root + "/", with: "") ?? last
    }

    private mutating func take(_ bytes: [UInt8]) {
        let line = Excerpt.line(String(decoding: bytes, as: UTF8.self), characters: 500)
        guard !line.isEmpty else { return }
        last = line
        if error == nil { error = AnsibleError(line) } else { error?.take(line) }
    }
}
