internal import Domain

/// The services of one source, in memory.
struct OfflineCatalogue: CatalogueReading {
    private let services: [ServiceName: Service]

    init(_ services: [ServiceName: Service]) {
        self.services = services
    }

    func active(named name: ServiceName) -> Service? { services[name] }

    func active(in source: Source.ID, at folder: RepositoryPath) -> [Service] {
        active(in: source).filter { $0.desired.folder == folder }
    }

    func active(in source: Source.ID) -> [Service] { services.values.sorted { $0.name < $1.name } }

    func withProblems() -> [Service] { services.values.filter { !$0.problems.isEmpty }.sorted { $0.name < $1.name } }
}
