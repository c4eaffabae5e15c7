internal import StatusAPI

extension ConfigurationReader {
    /// Who may read the status API at `address`.
    mutating func access(at address: ListenAddress) -> DaemonConfiguration.Access {
        let said = value(.auth) { setting throws(ConfigurationProblem) -> Bool in
            let isOn = try setting.choice("word", \.rawValue) as Auth == .on
            guard isOn || address.isLoopback else {
                throw setting.problem(
                    "\"off\" lets everybody read the status API who reaches \(address), which is no loopback address; "
                        + "say \"on\", or set status_listen to one such as \"127.0.0.1:8080\""
                )
            }
            return isOn
        }
        let proxies = value(.proxies) { setting throws(ConfigurationProblem) in try setting.addressRanges() }
        return DaemonConfiguration.Access(isGuarded: said ?? !address.isLoopback, proxies: proxies ?? [])
    }
}

/// The words of the key `auth`.
private enum Auth: String, CaseIterable {
    case on
    case off
}

extension Setting {
    /// A list of addresses and networks.
    fileprivate func addressRanges() throws(ConfigurationProblem) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for text in try strings() {
            guard let range = AddressRange(text) else {
                throw problem("expected \(AddressRange.form), found \"\(SafeText.line(String(text.prefix(100))))\"")
            }
            ranges.append(range)
        }
        return ranges
    }
}
