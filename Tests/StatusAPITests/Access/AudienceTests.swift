import Domain
import TestSupport
import Testing

@testable import StatusAPI

@Suite("Whom an address answers")
struct AudienceTests {
    static let rights: [TokenRight] = [
        .user, .service(.sample("web")), .service(.sample("db")), .deployment(Deployment.ID(1)), .config,
    ]

    /// For a question about the service web: user, web's, db's, run's, config's.
    static let table: [(Audience, [Bool])] = [
        (.everybody, [true, true, true, true, true]),
        (.users, [true, false, false, false, false]),
        (.service(parameter: "name"), [true, true, false, false, false]),
        (.deployment(parameter: "id"), [true, true, false, false, false]),
        (.filter, [true, true, false, false, false]),
        (.discovery, [true, false, false, false, true]),
    ]

    @Test("is those whose token is for it", arguments: table)
    func admits(audience: Audience, admitted: [Bool]) {
        #expect(Self.rights.map { audience.admits($0, about: .sample("web")) } == admitted)
    }

    @Test("is nobody with a service's token for a question about no service", arguments: table)
    func aboutNothing(audience: Audience, admitted: [Bool]) {
        let isOpen = audience == .everybody
        #expect(audience.admits(.service(.sample("web")), about: nil) == isOpen)
        #expect(audience.admits(.user, about: nil))
    }
}
