internal import Domain

extension RunController {
    /// The end with a hint, if the run failed because of something that is in its source and not covered.
    ///
    /// - Throws: `CancellationError`; whatever else keeps it from being found leaves the end as it is.
    func explained(_ end: RunEnd, of id: Deployment.ID) async throws -> RunEnd {
        guard end.outcome == .failed else { return end }
        do {
            guard let deployment = try await deployment(id), let source = sources[deployment.order.source] else {
                return end
            }
            let missing = MissingContent.named(in: messages(end, deployment))
            guard !missing.isEmpty else { return end }
            let found = try await source.uncovered(missing, by: deployment.order)
            return MissingHint.text(found, of: deployment.order.folder).map(end.adding) ?? end
        } catch {
            try Task.checkCancellation()
            context.log.debug("could not look for what a run missed", ["deployment": id, "error": "\(error)"])
            return end
        }
    }

    /// What the run said of why it failed.
    private func messages(_ end: RunEnd, _ deployment: Deployment) -> [String] {
        let failed = deployment.steps.lazy.filter { $0.state == .failure }.compactMap(\.message)
        return [end.message].compactMap(\.self) + failed.prefix(20)
    }
}
