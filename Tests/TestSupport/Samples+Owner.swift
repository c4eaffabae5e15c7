package import Domain

extension RunOwner.ID {
    /// One hexadecimal digit, thirty-two times.
    package static func sample(_ digit: Character = "0") -> RunOwner.ID {
        let text = String(repeating: digit, count: 32)
        guard let id = RunOwner.ID(text) else { preconditionFailure("\(text) is no id") }
        return id
    }
}

extension RunOwner {
    package static func sample(_ digit: Character = "0", host: String = "host", stateDir: String = "/state") -> RunOwner
    {
        RunOwner(id: .sample(digit), host: host, stateDir: stateDir)
    }
}

extension BeginRun {
    /// The run is in the state dir of tests.
    package init(deployment: Deployment.ID) { self.init(deployment: deployment, owner: .sample()) }
}
