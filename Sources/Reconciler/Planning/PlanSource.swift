package import Domain

/// What a plan was made of: one revision of one place, and how well that is known.
package struct PlanSource: Hashable, Sendable {
    /// How what was planned stands to what the place has.
    package enum Phase: String, CaseIterable, Sendable {
        /// It is what the source had when it was asked last.
        case current
        /// The source has a newer one that waits for a person.
        case held
        /// The source could not be asked lately: it may have a newer one.
        case unreachable
        /// The source has not been asked since the daemon's start.
        case unread
        /// It is read of a repository on this machine, and no source was asked.
        case local
    }

    package let name: SourceName
    /// The place: a URL without credentials, or a folder.
    package let url: String
    /// Which ref of that place it is, as it was asked for or is followed.
    package let ref: String
    /// The revision that is planned; nil if there is none yet.
    package let revision: Revision?
    /// The revision with which it is compared, where that is another question than what is deployed.
    package let base: Revision?
    package let phase: Phase
    /// When the place was asked last and answered.
    package let answered: Instant?
    /// What is wrong, if something is.
    package let message: String?
    package let held: SourceHold?

    package init(
        name: SourceName,
        url: String,
        ref: String,
        revision: Revision?,
        base: Revision? = nil,
        phase: Phase,
        answered: Instant? = nil,
        message: String? = nil,
        held: SourceHold? = nil
    ) {
        self.name = name
        self.url = url
        self.ref = ref
        self.revision = revision
        self.base = base
        self.phase = phase
        self.answered = answered
        self.message = message
        self.held = held
    }

    package var json: JSONValue {
        .members([
            "name": .string(name.text),
            "url": .string(url),
            "ref": .string(ref),
            "revision": .optional(revision?.hex),
            "base": .optional(base?.hex),
            "phase": .string(phase.rawValue),
            "answered": .optional(answered?.description),
            "message": .optional(message),
            "held": held?.json ?? .null,
        ])
    }
}

extension PlanSource {
    /// A source that is followed, at what is accepted of it.
    init(_ source: Source, _ note: SourceBoard.Note) {
        let failure = note.overdueSince.map { "the poll that began at \($0) has not ended yet" } ?? note.failure
        self.init(
            name: source.name,
            url: source.url,
            ref: note.ref,
            revision: source.accepted,
            phase: Self.phase(source, note, failure),
            answered: note.answered,
            message: failure ?? (note.observed == nil ? "it has not been polled since the daemon's start" : nil),
            held: source.held
        )
    }

    private static func phase(_ source: Source, _ note: SourceBoard.Note, _ failure: String?) -> Phase {
        if failure != nil { return .unreachable }
        if note.observed == nil { return .unread }
        return source.held == nil ? .current : .held
    }

    /// Why the plan may be another one than what the place has says; nil if it is not.
    var doubt: PlanUnknown? {
        let why = [distance, held.map { "it is held: \($0.message)" }].compactMap(\.self)
        guard !why.isEmpty else { return nil }
        return PlanUnknown(.source, name.text, reason: phase.rawValue, message: why.joined(separator: "; "))
    }

    /// Why the place is not known as it is now.
    private var distance: String? {
        switch phase {
        case .current, .held, .local: nil
        case .unreachable: "it cannot be polled: \(message ?? "it does not say why")"
        case .unread: message ?? "it has not been polled"
        }
    }
}
