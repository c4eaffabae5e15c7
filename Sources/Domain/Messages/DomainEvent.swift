/// Everything that can have happened, named in the past tense.
///
/// A closed list: whoever reacts to events switches over it without `default`, so that the compiler points at
/// every place where a new event must be considered.
package enum DomainEvent: Hashable, Sendable {
    case serviceCreated(ServiceCreated)
    case serviceUpdated(ServiceUpdated)
    case serviceDeleted(ServiceDeleted)
    case deploymentQueued(DeploymentQueued)
    case deploymentStarted(DeploymentStarted)
    case deploymentFinished(DeploymentFinished)
    case deploymentFailed(DeploymentFailed)
    case deploymentCancelled(DeploymentCancelled)
    case deploymentSuperseded(DeploymentSuperseded)
    case stepProcessed(StepProcessed)
    case stepUpdated(StepUpdated)
    case sourceUpdated(SourceUpdated)
    case sourceRewritten(SourceRewritten)
    case sourceFailed(SourceFailed)
    case sourceHeld(SourceHeld)
    case sourceForgotten(SourceForgotten)
    case userCreated(UserCreated)
    case userUpdated(UserUpdated)
    case userDeleted(UserDeleted)
    case tokenCreated(TokenCreated)
    case tokenRevoked(TokenRevoked)
    case signingKeyRotated(SigningKeyRotated)
}

package struct ServiceCreated: Hashable, Sendable { package let service: Service }

/// The definition, its place, its digest or its problems changed, or a person suspended or resumed it.
package struct ServiceUpdated: Hashable, Sendable { package let service: Service }

/// The source does not define the service any more.
package struct ServiceDeleted: Hashable, Sendable { package let service: Service }

package struct DeploymentQueued: Hashable, Sendable { package let deployment: Deployment.Record }

package struct DeploymentStarted: Hashable, Sendable { package let deployment: Deployment.Record }

/// It succeeded.
package struct DeploymentFinished: Hashable, Sendable { package let deployment: Deployment.Record }

/// It failed, timed out, or was interrupted.
package struct DeploymentFailed: Hashable, Sendable { package let deployment: Deployment.Record }

package struct DeploymentCancelled: Hashable, Sendable { package let deployment: Deployment.Record }

package struct DeploymentSuperseded: Hashable, Sendable { package let deployment: Deployment.Record }

/// A step came to its end.
package struct StepProcessed: Hashable, Sendable {
    package let deployment: Deployment.ID
    package let service: ServiceName
    package let step: Step
}

/// A step began, was announced, or said something new.
package struct StepUpdated: Hashable, Sendable {
    package let deployment: Deployment.ID
    package let service: ServiceName
    package let step: Step
}

/// A revision was accepted, or the source answers again.
package struct SourceUpdated: Hashable, Sendable {
    package let source: Source

    package init(source: Source) { self.source = source }
}

/// The accepted revision does not descend from the one before it.
package struct SourceRewritten: Hashable, Sendable {
    package let source: Source
    package let before: Revision

    package init(source: Source, before: Revision) {
        self.source = source
        self.before = before
    }
}

/// Polls have begun to fail, or fail for another reason than before.
package struct SourceFailed: Hashable, Sendable {
    package let source: Source

    package init(source: Source) { self.source = source }
}

/// A revision was found that is not accepted without a person's word.
package struct SourceHeld: Hashable, Sendable {
    package let source: Source

    package init(source: Source) { self.source = source }
}

/// A person has forgotten the source; its services are removed from the catalogue.
package struct SourceForgotten: Hashable, Sendable {
    package let source: Source

    package init(source: Source) { self.source = source }
}

extension ServiceCreated { package init(_ service: Service) { self.service = service } }
extension ServiceUpdated { package init(_ service: Service) { self.service = service } }
extension ServiceDeleted { package init(_ service: Service) { self.service = service } }
