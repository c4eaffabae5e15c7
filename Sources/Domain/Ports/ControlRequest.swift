/// Something that the daemon was asked to do from outside, and what became of it.
package struct ControlRequest: Hashable, Sendable {
    package typealias ID = Identifier<ControlRequest>

    /// What was asked for.
    package enum Kind: String, CaseIterable, Sendable {
        /// A manual sync.
        case sync
        /// A push hook.
        case hook
    }

    /// How far it has come.
    package enum Phase: Hashable, Sendable {
        case underWay
        case done(SyncReport, at: Instant)
        /// It was refused, or could not be carried out.
        case failed(String, at: Instant)
    }

    package let id: ID
    package let kind: Kind
    /// The login name of the person who asks.
    package let user: String?
    /// The source that a hook is about; nil of a sync.
    package let source: SourceName?
    package let received: Instant
    package var phase: Phase

    package init(
        id: ID,
        kind: Kind,
        user: String?,
        source: SourceName? = nil,
        received: Instant,
        phase: Phase = .underWay
    ) {
        self.id = id
        self.kind = kind
        self.user = user
        self.source = source
        self.received = received
        self.phase = phase
    }
}

extension ControlRequest {
    /// The phase as one word.
    package enum State: String, CaseIterable, Sendable {
        case underWay = "under_way"
        case done
        case failed
    }

    package var state: State {
        switch phase {
        case .underWay: .underWay
        case .done: .done
        case .failed: .failed
        }
    }
}
