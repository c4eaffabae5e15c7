internal import Domain

struct SQLiteDeployedServices: DeployedServiceReading {
    private static let columns =
        "service_id, service, deployment_id, version, revision, digest, digest_scheme, config, at"
    private static let present = "SELECT \(columns) FROM deployed_services WHERE retired = 0"

    let session: Session

    func find(_ service: Service.ID) throws -> DeployedService? {
        try session.first("\(Self.present) AND service_id = ?", .id(service)) { try DeployedService(&$0) }
    }

    func all(after name: ServiceName?, limit: Int) throws -> [DeployedService] {
        try session.rows(
            "\(Self.present) AND service > ? ORDER BY service LIMIT ?",
            .text(name?.text ?? ""),
            .limit(limit)
        ) { try DeployedService(&$0) }
    }

    func save(_ deployed: DeployedService) throws {
        try session.run(
            "INSERT OR REPLACE INTO deployed_services (\(Self.columns), retired) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            .id(deployed.service),
            .text(deployed.serviceName.text),
            .id(deployed.deployment),
            .text(deployed.version),
            .text(deployed.revision.hex),
            .text(deployed.digest.hex),
            .integer(deployed.digest.scheme),
            .text(deployed.config.text),
            .instant(deployed.at)
        )
    }

    func retire(_ service: Service.ID) throws {
        try session.run("UPDATE deployed_services SET retired = 1 WHERE service_id = ? AND retired = 0", .id(service))
    }
}

extension DeployedService {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            service: try row.identifier(),
            serviceName: try row.serviceName(),
            deployment: try row.identifier(),
            version: try row.text(),
            revision: try row.revision(),
            digest: try row.digest(),
            config: JSONText(written: try row.text()),
            at: try row.instant()
        )
    }
}
