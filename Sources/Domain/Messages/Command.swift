/// A request to change something, named in the imperative and handled by exactly one handler.
package protocol Command: Sendable {
    /// What the sender is told once the change is committed.
    associatedtype Reply: Sendable = Void

    /// Hands the command to the one method that handles it.
    ///
    /// The only line of code a command has. It lets the bus stay generic while the compiler checks that every
    /// command has a handler and that the reply has the right type.
    func accept(by handler: some CommandHandling) async throws -> Committed<Reply>
}

/// The full list of commands that the system can carry out.
package protocol CommandHandling: Sendable {
    func handle(_ command: OpenSource) async throws -> Committed<Source.ID>
    func handle(_ command: SyncServices) async throws -> Committed<SyncServices.Outcome>
    func handle(_ command: RenewDigests) async throws -> Committed<Void>
    func handle(_ command: RecordSourceFailure) async throws -> Committed<Void>
    func handle(_ command: RecordSourceRecovery) async throws -> Committed<Void>
    func handle(_ command: RequestSync) async throws -> Committed<[Service.ID]>
    func handle(_ command: SuspendService) async throws -> Committed<ServiceControlOutcome>
    func handle(_ command: ResumeService) async throws -> Committed<ServiceControlOutcome>
    func handle(_ command: StartDeployments) async throws -> Committed<[StartDeployments.Outcome]>
    func handle(_ command: BeginRun) async throws -> Committed<BeginRun.Outcome>
    func handle(_ command: ProcessStep) async throws -> Committed<Void>
    func handle(_ command: CancelDeployment) async throws -> Committed<CancelDeployment.Outcome>
    func handle(_ command: FinishDeployment) async throws -> Committed<Void>
    func handle(_ command: ForgetSource) async throws -> Committed<[ServiceName]>
    func handle(_ command: AdoptStore) async throws -> Committed<Bool>
    func handle(_ command: RegisterOwner) async throws -> Committed<Void>
    func handle(_ command: CreateUser) async throws -> Committed<User>
    func handle(_ command: UpdateUser) async throws -> Committed<User>
    func handle(_ command: DeleteUser) async throws -> Committed<User>
    func handle(_ command: IssueToken) async throws -> Committed<IssueToken.Outcome>
    func handle(_ command: RevokeToken) async throws -> Committed<Bool>
    func handle(_ command: RotateSigningKey) async throws -> Committed<SigningKey.ID>
    func handle(_ command: PrepareSigningKey) async throws -> Committed<Void>
    func handle(_ command: CountAge) async throws -> Committed<HistoryPosition?>
    func handle(_ command: ForgetHistory) async throws -> Committed<Int>
    func handle(_ command: ShrinkStore) async throws -> Committed<Bool>
}

/// The driving port: how the outside (the control socket, the reconcile loop) asks for changes.
package protocol CommandSending: Sendable {
    /// - Throws: What the handler throws; nothing has changed then.
    func send<C: Command>(_ command: C) async throws -> C.Reply
}
