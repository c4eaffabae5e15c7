extension Command {
    /// `reconciler run`.
    static let run = Command(syntax: RunCommand.syntax) { invocation, context in
        try await RunCommand.run(invocation, context)
    }
}

private enum RunCommand {
    /// Every key of the configuration but those two that every command takes.
    private static let keys = (ConfigurationKey.shortcuts + ConfigurationKey.all).filter { key in
        !GlobalOptions.all.contains { $0.name == key.flag }
    }

    static let syntax = CommandSyntax(
        name: "run",
        summary: "run the daemon",
        details: [
            "Follows the config repositories and deploys what a commit changes, in the foreground, with its log on "
                + "standard error. SIGTERM or SIGINT stops it; deployments that are running go on, and are taken up "
                + "at the next start. SIGHUP reads the configuration anew.",
            "It needs one thing, a config repository: --repo URL, or sources in the configuration file. A flag wins "
                + "over a variable, a variable over the file, the file over the default.",
        ],
        options: [ConfigurationReader.fileOption] + keys.map(\.option),
        examples: [
            .init("reconciler run --repo https://git.example.org/config.git", "follow one repository"),
            .init("reconciler run --repo ./config --branch main --interval 5s", "follow a local one closely"),
            .init("reconciler run --config /etc/reconciler/config.json", "as configured"),
        ],
        exitCodes: [
            .init(.done, "stopped by a signal"),
            .init(.failed, "the configuration is wrong, or another daemon uses the state dir"),
            .init(.usage, "wrong usage"),
        ]
    )

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let input = ConfigurationReader.Input(
            values: invocation.values,
            environment: context.environment,
            workingDirectory: context.workingDirectory,
            user: context.user
        )
        do {
            var daemon = DaemonProcess(
                try ConfigurationReader.read(input),
                environment: context.environment,
                time: context.time,
                failpoints: context.failpoints,
                reread: { () throws(InvalidConfiguration) in try ConfigurationReader.read(input) }
            )
            try await daemon.run()
            return .done
        } catch let invalid as InvalidConfiguration {
            for problem in invalid.problems { context.console.say(problem.description) }
            return .failed
        }
    }
}
