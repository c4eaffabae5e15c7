internal import Domain

/// What the first poll after an upgrade of the program does.
extension SourcePoller {
    /// Brings the stored digests to the present scheme, before anything is compared with them.
    ///
    /// They are computed at the accepted revision, or at the tip if the source has lost that one: what is covered only
    /// now, and has changed by then, deploys nothing.
    func renewDigests(orAt tip: Revision) async throws {
        guard !hasRenewedDigests else { return }
        let outdated = try await outdatedServices()
        if !outdated.isEmpty { try await renew(outdated, orAt: tip) }
        hasRenewedDigests = true
    }

    private func outdatedServices() async throws -> [DesiredService] {
        try await context.store.read { [id] reading in
            let services = try reading.services.active(in: id).map(\.desired)
            return services.filter { $0.digest.scheme != Digest.currentScheme }
        }
    }

    private func renew(_ services: [DesiredService], orAt tip: Revision) async throws {
        for revision in [accepted, tip].compactMap(\.self) {
            guard let renewals = try await source.renewals(of: services, at: revision) else { continue }
            try await context.commands.send(RenewDigests(source: id, revision: revision, renewals: renewals))
            return context.log.info(
                "digests renewed",
                [
                    "source": source.name.text, "revision": revision.hex, "services": services.count,
                    "renewed": renewals.count,
                ]
            )
        }
        throw DigestsNotRenewed(revision: tip)
    }
}

/// Without the new digests everything would be deployed again.
private struct DigestsNotRenewed: Error, CustomStringConvertible {
    let revision: Revision

    var description: String {
        "the digests of this version could not be computed, because the clone does not have \(revision) any more"
    }
}
