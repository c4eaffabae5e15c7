import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("The requests that are remembered")
struct RequestLedgerTests {
    private let time = ManualTime()
    private let report = SyncReport(sources: [], services: [.sample("web")])

    @Test("are found by their number while they are under way and afterwards")
    func found() async throws {
        let ledger = RequestLedger(time: time)
        let first = ControlRequest.ID(time.now().millisecondsSince1970 + 1)
        let done = try await ledger.recording(.sync, of: "anna") {
            #expect(ledger.find(first)?.state == .underWay)
            time.pass(500)
            return report
        }
        #expect(done.request == first)
        let request = try #require(ledger.find(first))
        #expect(request.state == .done)
        #expect(request.user == "anna")
        #expect(request.phase == .done(done, at: time.now()))
        #expect(ledger.find(ControlRequest.ID(first.number + 1)) == nil)
    }

    @Test("say why they failed")
    func failed() async throws {
        let ledger = RequestLedger(time: time)
        let refusal = Refusal.noServiceNamed([AbsentService(name: .sample("nobody"))])
        await #expect(throws: Refusal.self) {
            try await ledger.recording(.sync, of: nil) { throw refusal }
        }
        let request = try #require(ledger.find(ControlRequest.ID(time.now().millisecondsSince1970 + 1)))
        #expect(request.state == .failed)
        #expect(request.phase == .failed("\(refusal)", at: time.now()))
    }

    @Test("of hooks name the source, and end with what the poll found")
    func hooks() throws {
        let ledger = RequestLedger(time: time)
        let (good, bad) = (ledger.begin(.hook, about: .sample()), ledger.begin(.hook, about: .sample()))
        #expect(ledger.find(good)?.kind == .hook)
        #expect(ledger.find(good)?.source == .sample())
        #expect(ledger.find(good)?.state == .underWay)
        let polled = SyncReport.PolledSource(name: .sample(), revision: .sample(), failure: nil, isNews: true)
        ledger.end(good, polled)
        #expect(ledger.find(good)?.phase == .done(SyncReport(sources: [polled], services: []), at: time.now()))
        ledger.end(bad, SyncReport.PolledSource(name: .sample(), revision: nil, failure: "it is down"))
        #expect(ledger.find(bad)?.phase == .failed("it is down", at: time.now()))
    }

    @Test("are the newest ones alone")
    func bounded() async throws {
        let ledger = RequestLedger(time: time)
        var ids: [ControlRequest.ID] = []
        for _ in 0...RequestLedger.kept {
            let id = try await ledger.recording(.sync, of: nil) { report }.request
            ids.append(try #require(id))
        }
        #expect(Set(ids).count == RequestLedger.kept + 1)
        #expect(ledger.find(ids[0]) == nil)
        #expect(ledger.find(ids[1]) != nil)
    }
}
