internal import Domain

/// A source with what the store knows of it at the start.
struct OpenedSource {
    let scheduled: ScheduledSource
    let stored: Source

    /// Whether it claims names that it does not get, as far as the store says.
    var claimsWithoutOwning: Bool { stored.problems.contains { $0.kind == .duplicateName } }

    /// Whether nobody knows yet which names it claims.
    var isUnread: Bool { stored.accepted == nil || claimsWithoutOwning }
}

extension DaemonContext {
    /// Takes note of each configured source in the store.
    func open(_ scheduled: [ScheduledSource]) async throws -> [OpenedSource] {
        var opened: [OpenedSource] = []
        for one in scheduled {
            let source = one.source
            let id = try await commands.send(OpenSource(name: source.name, url: source.url, path: source.path))
            guard let stored = try await store.read({ try $0.sources.find(id) }) else {
                throw Refusal.unknownSource(id)
            }
            sources.put(
                SourceBoard.Note(name: source.name, url: source.url, ref: source.ref, path: source.path),
                of: id
            )
            opened.append(OpenedSource(scheduled: one, stored: stored))
        }
        runtimeState.configure(Set(opened.map(\.stored.id)))
        for source in opened where source.claimsWithoutOwning { runtimeState.markOutdated(source.stored.id) }
        return opened
    }
}
