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
