package import Domain

/// What a person asks of one service or one deployment, carried out with what follows from it for others.
package struct ServiceControls: ServiceControlling {
    private let commands: any CommandSending
    private let reconciler: ServiceReconciler
    private let executor: any RunExecuting
    private let exports: ExportsUnderWay

    package init(
        commands: any CommandSending,
        reconciler: ServiceReconciler,
        executor: any RunExecuting,
        exports: ExportsUnderWay
    ) {
        self.commands = commands
        self.reconciler = reconciler
        self.executor = executor
        self.exports = exports
    }

    package func suspend(_ command: SuspendService) async throws -> ServiceControlOutcome {
        let outcome = try await commands.send(command)
        await reconciler.reconcile(outcome.affected)
        return outcome
    }

    package func resume(_ command: ResumeService) async throws -> ServiceControlOutcome {
        let outcome = try await commands.send(command)
        await reconciler.reconcile(outcome.affected)
        return outcome
    }

    /// The word is in the store before the run is told, so a daemon that ends in between tells it at its next start.
    package func cancel(_ command: CancelDeployment) async throws -> CancelDeployment.Outcome {
        let outcome = try await commands.send(command)
        guard outcome == .running else { return outcome }
        // One that is made ready once more has no run yet that could be told.
        exports.giveUp(command.deployment)
        try await executor.cancel(command.deployment)
        return outcome
    }
}
