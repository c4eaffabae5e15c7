/// What a person may ask of one service or one deployment, on the control socket.
package protocol ServiceControlling: Sendable {
    /// Keeps a service from being deployed until it is resumed.
    ///
    /// - Throws: ``Refusal/noServiceNamed(_:)``.
    func suspend(_ command: SuspendService) async throws -> ServiceControlOutcome

    /// Takes a person's suspension back.
    ///
    /// - Throws: ``Refusal/noServiceNamed(_:)``.
    func resume(_ command: ResumeService) async throws -> ServiceControlOutcome

    /// Ends a deployment; returns when it has ended, or its run has been told to end.
    ///
    /// - Throws: ``Refusal/unknownDeployment(_:)``, ``Refusal/alreadyEnded(_:_:)``.
    func cancel(_ command: CancelDeployment) async throws -> CancelDeployment.Outcome
}
