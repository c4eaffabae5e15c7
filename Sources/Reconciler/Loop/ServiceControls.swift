package import Domain

/// What a person asks of one service or one deployment, carried out with what follows from it for others.
package struct ServiceControls: ServiceControlling {
    private let context: DaemonContext
    private let reconciler: ServiceReconciler
    private let executor: any RunExecuting

    package init(_ context: DaemonContext, _ reconciler: ServiceReconciler, _ executor: any RunExecuting) {
        self.context = context
        self.reconciler = reconciler
        self.executor = executor
    }

    package func suspend(_ command: SuspendService) async throws -> ServiceControlOutcome {
        let outcome = try await context.commands.send(command)
        await reconciler.reconcile(outcome.affected)
        return outcome
    }

    package func resume(_ command: ResumeService) async throws -> ServiceControlOutcome {
        let outcome = try await context.commands.send(command)
        await reconciler.reconcile(outcome.affected)
        return outcome
    }

    /// The word is in the store before the run is told, so a daemon that ends in between tells it at its next start.
    package func cancel(_ command: CancelDeployment) async throws -> CancelDeployment.Outcome {
        let outcome = try await context.commands.send(command)
        guard outcome == .running else { return outcome }
        // One that is made ready once more has no run yet that could be told.
        context.exports.giveUp(command.deployment)
        try await executor.cancel(command.deployment)
        return outcome
    }
}
