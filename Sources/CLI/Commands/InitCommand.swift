internal import Domain
internal import GitSource
internal import Platform

extension Command {
    /// `reconciler init [PATH]`.
    static let initialize = Command(syntax: InitCommand.syntax) { invocation, context in
        try await InitCommand(invocation: invocation, context: context).run()
    }
}

private struct InitCommand {
    private static let write = OptionSyntax(
        name: "write",
        help: "write the files; one that is there is never overwritten"
    )
    private static let imported = OptionSyntax(
        name: "imported",
        help: "propose services for playbooks that other playbooks import, too"
    )

    static let syntax = CommandSyntax(
        name: "init",
        summary: "propose services for a repository of playbooks",
        details: [
            "Looks for the playbooks below PATH, by default the working directory, and shows the service.json that each "
                + "could have in services/NAME, with all that its digest would cover: the playbook, its inventory (one "
                + "service for each environment), requirements files, and what the playbook names literally elsewhere, "
                + "where Ansible is installed to read it. Playbooks that others import, and those that a service has "
                + "already, are left out. It needs no daemon, and changes nothing without --write."
        ],
        operand: OperandSyntax(name: "PATH", count: .optional),
        options: [write, imported, LocalSource.path, GlobalOptions.output],
        examples: [
            .init("reconciler init", "show what there could be"),
            .init("reconciler init ~/playbooks --write", "write it; commit what you like, change or remove the rest"),
        ],
        exitCodes: [
            .init(.done, "shown, or written"),
            .init(.failed, "nothing was found, or something could not be proposed or written"),
            .init(.usage, "wrong usage"),
        ]
    )

    let invocation: Invocation
    let context: CommandContext

    func run() async throws -> ExitCode {
        let repository = try LocalSource.open(invocation.operands.first, invocation, context)
        let proposals = try await proposals(repository)
        let review = try await ProposalReview.of(proposals.services, in: repository, context.environment)
        let good = review.items.filter(\.problems.isEmpty).map(\.proposal)
        let written = invocation.has(Self.write) ? try write(good, to: repository) : []
        try context.console.write(
            invocation.wantsJSON
                ? ProposalText.json(review, proposals, written: written).text(.pretty) + "\n"
                : ProposalText.text(review)
        )
        tell(proposals, review, written)
        let wanted = invocation.has(Self.write) ? written.count : good.count
        let isNothing = review.items.isEmpty && proposals.served.isEmpty
        return isNothing || wanted < review.items.count ? .failed : .done
    }

    private func proposals(_ repository: LocalRepository) async throws -> Proposals {
        let state = try await repository.workingTree()
        return ProposalMaker(
            layout: try await repository.layout(),
            definitions: state.definitions,
            base: repository.path,
            takesImported: invocation.has(Self.imported)
        ).proposals()
    }

    /// - Returns: The places of the files that were written.
    private func write(_ proposals: [Proposal], to repository: LocalRepository) throws -> [RepositoryPath] {
        guard let top = repository.top else { return [] }
        return try proposals.compactMap { proposal in
            let path = "\(top)/\(proposal.place.text)"
            try Folder.create("\(top)/\(proposal.folder.text)", mode: 0o755, parents: true)
            guard try DurableFile.create(proposal.bytes, at: path, mode: 0o644) else {
                context.console.say("\(proposal.place) is there already, and was not overwritten")
                return nil
            }
            return proposal.place
        }
    }

    private func tell(_ proposals: Proposals, _ review: ProposalReview, _ written: [RepositoryPath]) {
        let console = context.console
        for remark in review.remarks { console.say(SafeText.line(remark.description)) }
        tell("left out, because other playbooks import them (--imported takes them too)", proposals.imported)
        tell("left out, because services run them already", proposals.served)
        console.say(summary(proposals, review, written))
    }

    private func tell(_ what: String, _ places: [RepositoryPath]) {
        guard !places.isEmpty else { return }
        context.console.say(SafeText.line("\(what): \(places.map(\.text).joined(separator: ", "))"))
    }

    private func summary(_ proposals: Proposals, _ review: ProposalReview, _ written: [RepositoryPath]) -> String {
        if review.items.isEmpty {
            return proposals.served.isEmpty ? "there is no playbook here" : "there is nothing to propose"
        }
        if invocation.has(Self.write) {
            return "\(PlanItemWords.count(written.count, "file")) written; look at them, and commit them"
        }
        let services = PlanItemWords.count(review.items.count, "service")
        return "\(services) proposed, nothing written; --write writes the files"
    }
}
