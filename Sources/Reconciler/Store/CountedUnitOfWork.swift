package import Domain

/// A unit of work that counts: whoever has read a change finds the count greater than before, or that it is under way.
package struct CountedUnitOfWork: UnitOfWork {
    private let unitOfWork: any UnitOfWork
    private let changes: ChangeCount

    package init(_ unitOfWork: any UnitOfWork, _ changes: ChangeCount) {
        self.unitOfWork = unitOfWork
        self.changes = changes
    }

    /// Work that failed counts as well: a commit whose answer was lost may be on disk.
    package func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) async throws -> Committed<Value> {
        let change = changes.change()
        defer { change.end() }
        return try await unitOfWork.perform { transaction in
            defer { change.begin() }
            return try work(transaction)
        }
    }
}
