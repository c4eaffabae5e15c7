package import Domain

extension CommandHandlers {
    package func handle(_ command: CreateService) async throws -> Committed<Service.ID> {
        try await unitOfWork.perform { try Catalog($0, now: time.now()).create(command).id }
    }

    package func handle(_ command: UpdateService) async throws -> Committed<Void> {
        try await unitOfWork.perform { _ = try Catalog($0, now: time.now()).update(command) }
    }

    package func handle(_ command: DeleteService) async throws -> Committed<Void> {
        try await unitOfWork.perform { _ = try Catalog($0, now: time.now()).delete(command) }
    }
}
