import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("What sources claim without owning it")
struct NameClaimsTests {
    private let one = Source.ID(1)
    private let other = Source.ID(2)
    private let web = ServiceName.sample("web")
    private let api = ServiceName.sample("api")
    private var claims = NameClaims()

    init() {
        claims.read([web, api], of: one, called: .sample("one"))
        claims.read([web], of: other, called: .sample("other"))
    }

    @Test("is known to the others as soon as it is read, and not to itself")
    func readings() {
        #expect(claims.claims(of: one) == SyncServices.Claims(rivals: [web: [.sample("other")]]))
        #expect(claims.claims(of: other).rivals == [web: [.sample("one")], api: [.sample("one")]])
    }

    @Test("is afterwards what it did not get")
    mutating func settled() {
        let isFree = claims.settle([web, api], denied: [web], of: one)
        #expect(!isFree)
        #expect(claims.claims(of: one).own == [web])
        #expect(claims.claims(of: other).rivals == [web: [.sample("one")]])
    }

    @Test("is free for the others when it is claimed no more")
    mutating func free() {
        var isFree = claims.settle([web, api], denied: [web], of: one)
        #expect(!isFree)
        claims.read([], of: one, called: .sample("one"))
        isFree = claims.settle([api], denied: [], of: one)
        #expect(!isFree)
        isFree = claims.settle([web], denied: [], of: one)
        #expect(isFree)
        #expect(claims.claims(of: other).rivals.isEmpty)
    }

    @Test("is free for the others when what was read is not taken in, or the source is not configured any more")
    mutating func dropped() {
        var isFree = claims.drop(other)
        #expect(isFree)
        isFree = claims.drop(other)
        #expect(!isFree)
        #expect(claims.claims(of: one).rivals.isEmpty)
        claims.keep(only: [other])
        #expect(claims.claims(of: other).rivals.isEmpty)
    }
}
