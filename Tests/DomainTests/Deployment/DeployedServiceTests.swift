import TestSupport
import Testing

@testable import Domain

@Suite("What is on record of a success")
struct DeployedServiceTests {
    @Test("is what the deployment's order said")
    func record() {
        let service = Service.sample(
            id: 3,
            .sample(name: "api", version: "2.0"),
            digest: .sample("e"),
            revision: .sample("f")
        )

        let deployed = DeployedService(.sample(id: 9, of: service, phase: .sampleFinished()), at: .sample(77))

        #expect(deployed.service == service.id && deployed.serviceName == service.name)
        #expect(deployed.deployment == Deployment.ID(9))
        #expect(deployed.version == "2.0" && deployed.revision == .sample("f") && deployed.digest == .sample("e"))
        #expect(deployed.config.value == service.desired.definition.data)
        #expect(deployed.at == .sample(77))
    }

    @Test("names the short digest where the definition names no version")
    func version() { #expect(DeployedService.sample().version == String(repeating: "d", count: 12)) }
}
