internal import Domain

/// A decision that was kept, with where its cause is to be looked for.
struct ExplainedDecision: Sendable {
    /// How many commits are looked for at once.
    static let mostQuestions = 100

    let record: DecisionRecord
    /// The revision that led to it.
    let revision: Revision
    /// Which commit led to it; nil if the service is not known any more.
    let question: Question?
    /// The run whose end led to it, if that failed.
    let failed: Deployment?

    /// Which commit was the last one that changed what these folders define.
    struct Question: Hashable, Sendable {
        let source: Source
        /// Empty for the revision itself.
        let folders: [RepositoryPath]
        let revision: Revision
    }

    /// - `earlier`: The decision about the service before this one.
    init(_ record: DecisionRecord, after earlier: DecisionRecord?, in reading: any Reading) throws {
        self.record = record
        let isOfTheSource = record.isOfTheSource || earlier?.isOfTheSource ?? false
        revision = isOfTheSource ? record.accepted ?? record.cause.revision : record.cause.revision
        question = try Self.question(record, earlier, revision, in: reading)
        failed = try Self.failedRun(of: record, in: reading)
    }

    private static func question(
        _ record: DecisionRecord,
        _ earlier: DecisionRecord?,
        _ revision: Revision,
        in reading: any Reading
    ) throws -> Question? {
        guard let service = try reading.services.find(record.service),
            let source = try reading.sources.find(service.source)
        else { return nil }
        if record.isOfManyFiles || earlier?.isOfManyFiles ?? false {
            return Question(source: source, folders: [], revision: revision)
        }
        let missing = [record, earlier].compactMap(\.self).flatMap(\.missing)
        let others = try missing.compactMap { name in
            try reading.services.active(named: name) ?? reading.services.removed(named: name)
        }.filter { $0.source == service.source }.map(\.desired.folder)
        return Question(
            source: source,
            folders: Set([service.desired.folder] + others).sorted { $0.text < $1.text },
            revision: revision
        )
    }

    private static func failedRun(of record: DecisionRecord, in reading: any Reading) throws -> Deployment? {
        let reasons = [Decision.hold(.stalled), .wait(.backoff(remaining: 0))].map(\.reason)
        guard let id = record.deployment, reasons.contains(record.cause.reason) else { return nil }
        return try reading.deployments.find(id)
    }
}

extension DecisionRecord {
    /// Whether it follows from what a revision of the source says as a whole, rather than from what last changed the
    /// service.
    fileprivate var isOfTheSource: Bool {
        let decisions: [Decision] = [.hold(.invalidDefinition), .hold(.unknownDependency([])), .nothing(.removed)]
        return isOfManyFiles || decisions.map(\.reason).contains(cause.reason)
    }

    /// Whether any definition may have led to it.
    fileprivate var isOfManyFiles: Bool {
        [Decision.hold(.duplicateName), .hold(.dependencyCycle)].map(\.reason).contains(cause.reason)
    }

    /// The services that nobody defined then.
    fileprivate var missing: [ServiceName] {
        cause.reason == Decision.hold(.unknownDependency([])).reason ? cause.blockedBy : []
    }
}
