internal import Domain

extension Setting {
    /// An address to listen on.
    func listenAddress() throws(ConfigurationProblem) -> ListenAddress {
        let text = try string()
        guard let address = ListenAddress(text) else { throw problem("expected \(ListenAddress.form)") }
        return address
    }

    /// A name to look for in `PATH`, or a path, which is made absolute.
    func program() throws(ConfigurationProblem) -> String {
        let text = try string()
        return text.contains("/") ? try filePath() : text
    }

    /// The bytes of a size: a whole number of them, or a text with a unit.
    func size(from least: Int64) throws(ConfigurationProblem) -> Int64 {
        let written = try sizeText()
        guard let bytes = ByteSizeText.bytes(written), (least...Self.largestSize).contains(bytes) else {
            throw problem(
                "expected a size from \(least) to \(Self.largestSize) bytes, such as 1048576 or \"512MiB\", "
                    + "found \"\(SafeText.line(String(written.prefix(100))))\""
            )
        }
        return bytes
    }

    /// 1 PiB.
    private static let largestSize: Int64 = 1 << 50

    private func sizeText() throws(ConfigurationProblem) -> String {
        guard case .node(let node) = content else { return try string() }
        switch node.content {
        case .number(let written), .string(let written): return written
        case .null, .bool, .array, .object:
            throw problem("expected a number of bytes or a text such as \"512MiB\", found \(node.kind)")
        }
    }

    /// A list of texts.
    func strings() throws(ConfigurationProblem) -> [String] {
        let node = try node()
        guard case .array(let items) = node.content else {
            throw problem("expected an array of strings, found \(node.kind)")
        }
        var strings: [String] = []
        for item in items {
            guard case .string(let text) = item.content else {
                throw part(item).problem("expected a string, found \(item.kind)")
            }
            strings.append(text)
        }
        return strings
    }
}
