import Platform

/// What the deploy scripts have written of themselves, read piece by piece.
struct TraceFile {
    struct Line {
        enum Kind: String { case begin, tick, end }

        let kind: Kind
        let service: String
        let deployment: Int64
        let version: Int
        /// The revision of a `begin`, the number of a `tick`, the status of an `end`.
        let rest: String

        init?(_ text: Substring) {
            let parts = text.split(separator: " ").map(String.init)
            guard parts.count == 5, let kind = Kind(rawValue: parts[0]), let deployment = Int64(parts[2]),
                let version = Int(parts[3])
            else { return nil }
            (self.kind, service, self.deployment, self.version, rest) = (kind, parts[1], deployment, version, parts[4])
        }
    }

    let path: String
    private var offset: Int64 = 0

    init(path: String) throws {
        self.path = path
        _ = try Descriptor.open(path, [.write, .create], mode: 0o666)
    }

    /// In bytes.
    var size: Int64 { (try? Descriptor.open(path).size()) ?? 0 }

    /// The lines since the last call.
    mutating func next() throws -> [Line] {
        let file = try Descriptor.open(path)
        var lines: [Line] = []
        while true {
            let bytes = try file.pread(upTo: 1 << 20, at: offset)
            guard let end = bytes.lastIndex(of: 0x0A) else { return lines }
            offset += Int64(end) + 1
            for text in String(decoding: bytes[...end], as: UTF8.self).split(separator: "\n") {
                guard let line = Line(text) else { throw Trouble("the trace has a line that nobody writes: \(text)") }
                lines.append(line)
            }
        }
    }
}
