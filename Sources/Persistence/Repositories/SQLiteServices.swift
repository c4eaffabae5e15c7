internal import Domain

struct SQLiteServices: ServiceReading {
    private static let select = "SELECT \(columns) FROM services"
    private static let active = "\(select) WHERE lifecycle = 'active'"

    let session: Session

    func find(_ id: Service.ID) throws -> Service? {
        try session.first("\(Self.select) WHERE id = ?", .id(id)) { try Service(&$0) }
    }

    func active(named name: ServiceName) throws -> Service? {
        try session.first("\(Self.active) AND name = ?", .text(name.text)) { try Service(&$0) }
    }

    func active(in source: Source.ID, at folder: RepositoryPath) throws -> [Service] {
        try session.rows(
            "\(Self.active) AND source_id = ? AND folder = ? ORDER BY name",
            .id(source),
            .text(folder.text)
        ) { try Service(&$0) }
    }

    func active(in source: Source.ID) throws -> [Service] {
        try session.rows("\(Self.active) AND source_id = ? ORDER BY name", .id(source)) { try Service(&$0) }
    }

    func active(after name: ServiceName?, limit: Int) throws -> [Service] {
        try session.rows(
            "\(Self.active) AND name > ? ORDER BY name LIMIT ?",
            .text(name?.text ?? ""),
            .limit(limit)
        ) { try Service(&$0) }
    }

    func activeIdentifiers() throws -> [Service.ID] {
        try session.rows("SELECT id FROM services WHERE lifecycle = 'active' ORDER BY id") { try $0.identifier() }
    }

    func activeNames() throws -> [ServiceName] {
        try session.rows("SELECT name FROM services WHERE lifecycle = 'active' ORDER BY name") { try $0.serviceName() }
    }

    func removed(named name: ServiceName) throws -> Service? {
        try session.first(
            "\(Self.select) WHERE lifecycle = 'removed' AND name = ? ORDER BY id DESC LIMIT 1",
            .text(name.text)
        ) { try Service(&$0) }
    }

    func dependants(of name: ServiceName) throws -> [Service] {
        try session.rows(
            "\(Self.select) WHERE id IN (SELECT service_id FROM service_dependencies WHERE name = ?) ORDER BY name",
            .text(name.text)
        ) { try Service(&$0) }
    }

    func withProblems() throws -> [Service] {
        try session.rows("\(Self.active) AND problems <> '[]' ORDER BY name") { try Service(&$0) }
    }
}
