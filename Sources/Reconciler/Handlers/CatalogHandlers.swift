package import Domain

extension CommandHandlers {
    package func handle(_ command: CreateService) async throws -> Committed<Service.ID> {
        try await inCatalog { try $0.create(command).id }
    }

    package func handle(_ command: UpdateService) async throws -> Committed<Void> {
        try await inCatalog { _ = try $0.update(command) }
    }

    package func handle(_ command: DeleteService) async throws -> Committed<Void> {
        try await inCatalog { _ = try $0.delete(command) }
    }

    private func inCatalog<Reply: Sendable>(
        _ work: @Sendable (inout Catalog) throws -> Reply
    ) async throws -> Committed<Reply> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            var catalog = Catalog(transaction, now: now)
            let reply = try work(&catalog)
            try catalog.tell()
            return reply
        }
    }
}
