/// Finds the control socket of the daemon that a command is to talk to.
struct ControlSocketPlace {
    private let context: CommandContext

    init(_ context: CommandContext) {
        self.context = context
    }

    /// The socket that the line names, or the environment, or that of the state dir that they name.
    ///
    /// - Throws: ``CommandFailure`` if nothing says where it is.
    func path(_ invocation: Invocation) throws(CommandFailure) -> String {
        if let path = said(invocation, GlobalOptions.controlSocket, .controlSocket) { return path }
        guard let stateDir = said(invocation, GlobalOptions.stateDir, .stateDir) ?? defaultStateDir else {
            throw CommandFailure(.usage, "HOME is not set, so nothing says where the daemon is; say --state-dir DIR")
        }
        return DefaultPlaces.controlSocket(in: stateDir)
    }

    /// The state dir of that daemon; nil if only its socket is known.
    func stateDir(_ invocation: Invocation) -> String? {
        if let path = said(invocation, GlobalOptions.stateDir, .stateDir) { return path }
        return said(invocation, GlobalOptions.controlSocket, .controlSocket) == nil ? defaultStateDir : nil
    }

    private var defaultStateDir: String? {
        DefaultPlaces(environment: context.environment, isRoot: context.user.isRoot).stateDir
    }

    private func said(_ invocation: Invocation, _ option: OptionSyntax, _ key: ConfigurationKey) -> String? {
        let path = invocation.value(option) ?? context.environment[key.variable]
        guard let path, !path.isEmpty else { return nil }
        return FilePaths.absolute(path, from: context.workingDirectory)
    }
}
