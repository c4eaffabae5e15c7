import Domain
import TestSupport
import Testing

@testable import StatusAPI

@Suite("Tokens at the feed")
struct TokenAdmissionTests {
    private let world = AccessWorld()
    private var admission: TokenAdmission { TokenAdmission(authenticator: world.authenticator) }

    @Test("open all of it to users, a service's part to its token, and nothing to others")
    func rights() async throws {
        try await world.fill(.sample(id: 7, phase: .sampleRunning))
        let user = try await admission.admit(world.issue(.user, account: User.sample().account))
        #expect(user.service == nil)
        let service = try await admission.admit(world.issue(.service(.sample("web")), id: 2))
        #expect(service.service == .sample("web"))
        await #expect(throws: FeedRefusal.self) { try await admission.admit(world.issue(.config, id: 3)) }
        await #expect(throws: FeedRefusal("this is no token")) { try await admission.admit("token") }
    }

    @Test("are worth nothing when they are revoked, or have expired")
    func ends() async throws {
        try await world.fill()
        let pass = try await admission.admit(world.issue(.service(.sample("web"))))
        #expect(await admission.standing(of: pass) == .valid)
        world.time.pass(3_600_000)
        #expect(await admission.standing(of: pass) == .worthless)
    }
}
