extension DomainEvent {
    /// What an event is about, as the feed's `type` says it.
    package enum Subject: String, CaseIterable, Sendable {
        case service
        case deployment
        case step
        case source
        case user
    }

    /// The event's name, as the feed and the log write it.
    package var name: String {
        switch self {
        case .serviceCreated: "ServiceCreated"
        case .serviceUpdated: "ServiceUpdated"
        case .serviceDeleted: "ServiceDeleted"
        case .deploymentQueued: "DeploymentQueued"
        case .deploymentStarted: "DeploymentStarted"
        case .deploymentFinished: "DeploymentFinished"
        case .deploymentFailed: "DeploymentFailed"
        case .deploymentCancelled: "DeploymentCancelled"
        case .deploymentSuperseded: "DeploymentSuperseded"
        case .stepProcessed: "StepProcessed"
        case .stepUpdated: "StepUpdated"
        case .sourceUpdated: "SourceUpdated"
        case .sourceRewritten: "SourceRewritten"
        case .sourceFailed: "SourceFailed"
        case .sourceHeld: "SourceHeld"
        case .sourceForgotten: "SourceForgotten"
        case .userCreated: "UserCreated"
        case .userUpdated: "UserUpdated"
        case .userDeleted: "UserDeleted"
        case .tokenCreated: "TokenCreated"
        case .tokenRevoked: "TokenRevoked"
        case .signingKeyRotated: "SigningKeyRotated"
        }
    }

    package var subject: Subject {
        switch self {
        case .serviceCreated, .serviceUpdated, .serviceDeleted: .service
        case .deploymentQueued, .deploymentStarted, .deploymentFinished, .deploymentFailed, .deploymentCancelled,
            .deploymentSuperseded:
            .deployment
        case .stepProcessed, .stepUpdated: .step
        case .sourceUpdated, .sourceRewritten, .sourceFailed, .sourceHeld, .sourceForgotten: .source
        case .userCreated, .userUpdated, .userDeleted, .tokenCreated, .tokenRevoked, .signingKeyRotated: .user
        }
    }

    /// The service that the event is about; nil for a source's and a user's.
    package var service: ServiceName? {
        switch self {
        case .serviceCreated(let event): event.service.name
        case .serviceUpdated(let event): event.service.name
        case .serviceDeleted(let event): event.service.name
        case .stepProcessed(let event): event.service
        case .stepUpdated(let event): event.service
        default: deployment?.order.serviceName
        }
    }

    /// The deployment that the event is about, or belongs to; nil for a service's, a source's and a user's.
    package var deploymentID: Deployment.ID? {
        switch self {
        case .stepProcessed(let event): event.deployment
        case .stepUpdated(let event): event.deployment
        default: deployment?.id
        }
    }

    private var deployment: Deployment.Record? {
        switch self {
        case .deploymentQueued(let event): event.deployment
        case .deploymentStarted(let event): event.deployment
        case .deploymentFinished(let event): event.deployment
        case .deploymentFailed(let event): event.deployment
        case .deploymentCancelled(let event): event.deployment
        case .deploymentSuperseded(let event): event.deployment
        case .serviceCreated, .serviceUpdated, .serviceDeleted, .stepProcessed, .stepUpdated, .sourceUpdated,
            .sourceRewritten, .sourceFailed, .sourceHeld, .sourceForgotten, .userCreated, .userUpdated, .userDeleted,
            .tokenCreated, .tokenRevoked, .signingKeyRotated:
            nil
        }
    }
}
