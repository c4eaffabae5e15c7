import Domain
import Persistence
import TestSupport
import Testing

/// The stores that promise the same.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    case fake
    case sqlite

    var testDescription: String { rawValue }

    func make(presenter: any EventPresenting = NamePresenter(), time: ManualTime = ManualTime()) throws -> TestStore {
        switch self {
        case .fake:
            let fake = FakeUnitOfWork(presenter: presenter, time: time)
            return TestStore(unitOfWork: fake, readStore: fake, folder: nil)
        case .sqlite:
            let folder = try StoreFolder()
            return TestStore(
                unitOfWork: try SQLiteUnitOfWork(path: folder.store, presenter: presenter, time: time),
                readStore: try SQLiteReadStore(path: folder.store),
                folder: folder
            )
        }
    }
}

/// A store and what reads it beside.
struct TestStore: Sendable {
    let unitOfWork: any UnitOfWork
    let readStore: any ReadStore
    let folder: StoreFolder?

    @discardableResult
    func perform<Value: Sendable>(_ work: @Sendable (any Transaction) throws -> Value) async throws -> Committed<Value>
    {
        try await unitOfWork.perform(work)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reading) throws -> Value) async throws -> Value {
        try await readStore.read(work)
    }

    /// Saves source 1 and these services.
    func fill(_ services: [Service] = [.sample()]) async throws {
        try await perform { transaction in
            try transaction.save(Source.sample())
            for service in services { try transaction.save(service) }
        }
    }

    /// Saves these deployments, whose services must be there.
    func save(_ deployments: [Deployment]) async throws {
        try await perform { transaction in
            for var deployment in deployments { try transaction.save(&deployment) }
        }
    }
}
