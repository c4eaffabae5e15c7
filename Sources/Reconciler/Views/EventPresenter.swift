package import Domain

/// Shows an event's resource as the API shows it, shortened where it is too large for an event.
package struct EventPresenter: EventPresenting {
    private let runtimeState: RuntimeState
    private let board: SourceBoard

    package init(runtimeState: RuntimeState, board: SourceBoard) {
        self.runtimeState = runtimeState
        self.board = board
    }

    package func data(of event: DomainEvent, in reading: any Reading) throws -> JSONValue {
        BoundedResource.bounded(try whole(event, in: reading))
    }

    private func whole(_ event: DomainEvent, in reading: any Reading) throws -> JSONValue {
        switch event {
        case .serviceCreated(let event): try json(event.service, in: reading)
        case .serviceUpdated(let event): try json(event.service, in: reading)
        case .serviceDeleted(let event): try json(event.service, in: reading)
        case .deploymentQueued(let event): DeploymentView.json(event.deployment, withSteps: true)
        case .deploymentStarted(let event): DeploymentView.json(event.deployment, withSteps: true)
        case .deploymentFinished(let event): DeploymentView.json(event.deployment, withSteps: true)
        case .deploymentFailed(let event): DeploymentView.json(event.deployment, withSteps: true)
        case .deploymentCancelled(let event): DeploymentView.json(event.deployment, withSteps: true)
        case .deploymentSuperseded(let event): DeploymentView.json(event.deployment, withSteps: true)
        case .stepProcessed(let event): StepView.json(event.step, of: event.deployment)
        case .stepUpdated(let event): StepView.json(event.step, of: event.deployment)
        case .sourceUpdated(let event): json(event.source)
        case .sourceRewritten(let event): json(event.source)
        case .sourceFailed(let event): json(event.source)
        case .sourceHeld(let event): json(event.source)
        case .sourceForgotten(let event): json(event.source)
        case .userCreated(let event): UserView.json(event.user)
        case .userUpdated(let event): UserView.json(event.user)
        case .userDeleted(let event): UserView.json(event.user)
        case .tokenCreated(let event): TokenView.json(event.token)
        case .tokenRevoked(let event): try TokenView.json(event.id, in: reading)
        case .signingKeyRotated(let event): SigningKeyView.json(event)
        }
    }

    private func json(_ service: Service, in reading: any Reading) throws -> JSONValue {
        try ServiceView(service, in: reading, runtimeState.present).json
    }

    private func json(_ source: Source) -> JSONValue {
        SourceView.json(source, note: board.note(of: source.id), problems: source.problems)
    }
}
