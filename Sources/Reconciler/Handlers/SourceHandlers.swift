package import Domain

extension CommandHandlers {
    package func handle(_ command: OpenSource) async throws -> Committed<Source.ID> {
        try await unitOfWork.perform { transaction in
            let known = try transaction.sources.find(name: command.name, url: command.url, path: command.path)
            if var known {
                guard known.standing == .forgotten else { return known.id }
                known.reopen()
                try transaction.save(known)
                return known.id
            }
            let id = try transaction.nextIdentifier(Source.self)
            try transaction.save(Source(id: id, name: command.name, url: command.url, path: command.path))
            return id
        }
    }

    package func handle(_ command: RecordSourceFailure) async throws -> Committed<Void> {
        try await unitOfWork.perform { transaction in
            guard var source = try transaction.sources.find(command.source) else {
                throw Refusal.unknownSource(command.source)
            }
            guard source.failure != command.message else { return }
            source.fail(command.message)
            try transaction.save(source)
            try transaction.record(.sourceFailed(SourceFailed(source: source)))
        }
    }

    package func handle(_ command: RecordSourceRecovery) async throws -> Committed<Void> {
        try await unitOfWork.perform { transaction in
            guard var source = try transaction.sources.find(command.source) else {
                throw Refusal.unknownSource(command.source)
            }
            guard source.failure != nil else { return }
            source.recover()
            try transaction.save(source)
            try transaction.record(.sourceUpdated(SourceUpdated(source: source)))
        }
    }
}
