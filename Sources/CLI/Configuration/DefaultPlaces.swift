/// Where the daemon and the commands that talk to it meet when nobody says where.
struct DefaultPlaces {
    let environment: [String: String]
    let isRoot: Bool

    /// The state dir: what systemd hands over, else the one of the system or of the user; nil if nothing says where
    /// the user's home is.
    var stateDir: String? {
        if let handed = variable("STATE_DIRECTORY") { return handed.split(separator: ":").first.map(String.init) }
        if isRoot { return "/var/lib/reconciler" }
        if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") { return "\(state)/reconciler" }
        return variable("HOME").map { "\($0)/.local/state/reconciler" }
    }

    static func controlSocket(in stateDir: String) -> String { "\(stateDir)/control.sock" }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
