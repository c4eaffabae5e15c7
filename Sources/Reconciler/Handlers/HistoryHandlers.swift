package import Domain

extension CommandHandlers {
    package func handle(_ command: CountAge) async throws -> Committed<HistoryPosition?> {
        let now = time.sinceBoot()
        return try await unitOfWork.perform { transaction in
            let stored = try transaction.history.age()
            var age = stored ?? HistoryAge(from: now)
            age.pass(to: now)
            age.note(try transaction.history.position(), forAge: command.age)
            if age.isNews(after: stored, forAge: command.age) { try transaction.save(age) }
            return age.position(olderThan: command.age)
        }
    }

    package func handle(_ command: ForgetHistory) async throws -> Committed<Int> {
        try await unitOfWork.perform { try $0.forget(command.piece) }
    }

    package func handle(_ command: ShrinkStore) async throws -> Committed<Bool> {
        try await unitOfWork.perform { try $0.shrink() }
    }
}

extension Transaction {
    /// What has come to be needed since somebody looked stays.
    fileprivate func forget(_ piece: ForgetHistory.Piece) throws -> Int {
        switch piece {
        case .deployments(let deployments, let service):
            let needed = try history.needed(of: service)
            return try remove(deployments.filter { !needed.contains($0) }, of: service)
        case .remains(let deployments, let service):
            guard try services.find(service)?.lifecycle == .removed else { return 0 }
            return try remove(deployments, of: service)
        case .service(let service): return try removeRemains(of: service) ? 1 : 0
        case .decisions(let last): return try removeDecisions(upTo: last, limit: ForgetHistory.records)
        case .events(let last): return try removeEvents(upTo: last, limit: ForgetHistory.records)
        }
    }
}
