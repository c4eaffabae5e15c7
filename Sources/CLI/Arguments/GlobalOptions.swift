/// The options that every command takes, before or after its own arguments.
enum GlobalOptions {
    static let stateDir = OptionSyntax(
        name: "state-dir",
        value: "DIR",
        help: "the daemon's state dir (RECONCILER_STATE_DIR; by default /var/lib/reconciler for root, else "
            + "~/.local/state/reconciler)"
    )
    static let controlSocket = OptionSyntax(
        name: "control-socket",
        value: "PATH",
        help: "the daemon's control socket (RECONCILER_CONTROL_SOCKET; by default control.sock in the state dir)"
    )
    static let help = OptionSyntax(name: "help", short: "h", help: "show this help")
    static let version = OptionSyntax(name: "version", help: "show the program's version")

    static let all = [stateDir, controlSocket, help, version]

    /// For commands that list something.
    static let output = OptionSyntax(
        name: "output",
        short: "o",
        value: "FORMAT",
        choices: ["text", "json"],
        help: "text (the default) or json"
    )
}
