import Domain
import TestSupport
import Testing

@Suite("A decision")
struct DecisionTests {
    private static let db = [ServiceName.sample("db")]

    private static let all: [(Decision, word: String, reason: String)] = [
        (.deploy(.drift([.notDeployed])), "deploy", "not_deployed"),
        (.deploy(.drift([.versionChanged, .incomplete])), "deploy", "version_changed"),
        (.deploy(.drift([.definitionChanged])), "deploy", "definition_changed"),
        (.deploy(.drift([.incomplete])), "deploy", "incomplete"),
        (.deploy(.forced), "deploy", "forced"),
        (.nothing(.synced), "nothing", "synced"),
        (.nothing(.removed), "nothing", "removed"),
        (.wait(.running(Identifier(7))), "wait", "running"),
        (.wait(.dependencies(db)), "wait", "dependency"),
        (.wait(.backoff(remaining: 4_200)), "wait", "backoff"),
        (.wait(.sourcesUnread(db)), "wait", "source_unread"),
        (.hold(.suspended), "hold", "suspended"),
        (.hold(.stalled), "hold", "stalled"),
        (.hold(.cancelled), "hold", "cancelled"),
        (.hold(.invalidDefinition), "hold", "invalid_definition"),
        (.hold(.duplicateName), "hold", "duplicate_name"),
        (.hold(.unknownDependency(db)), "hold", "unknown_dependency"),
        (.hold(.dependencyCycle), "hold", "dependency_cycle"),
        (.hold(.sourceGone), "hold", "source_gone"),
        (.hold(.restored), "hold", "restored"),
        (.hold(.leftovers(["sudo (12)"])), "hold", "leftovers"),
        (.hold(.secretMissing([.notConfigured("db")])), "hold", "secret_missing"),
    ]

    @Test("has one word, and a reason of a closed list", arguments: all)
    func words(decision: Decision, word: String, reason: String) {
        #expect(decision.word == word)
        #expect(decision.reason == reason)
        #expect(decision.sentence.hasPrefix("\(word), because "))
        #expect(decision.isDeploy == (word == "deploy"))
    }

    @Test("names who stands in the way", arguments: all)
    func blockers(decision: Decision, word: String, reason: String) {
        let isBlocked = ["dependency", "source_unread", "unknown_dependency"].contains(reason)
        #expect(decision.blockedBy == (isBlocked ? Self.db : []))
    }

    @Test("names what is wrong with the definition, where, and how much more")
    func problems() {
        let file = RepositoryPath.sample("web/service.json")
        let place = TextPosition(line: 3, column: 5)
        let problem = Problem(.invalidDefinition, path: file, position: place, message: "bad")
        let warning = Problem(.duplicateName, path: file, message: "also there", severity: .warning)
        var service = Service.sample()
        service.mark(problems: [warning, problem])
        let one = Decision.hold(.invalidDefinition).sentence(for: service)
        #expect(one == "hold, because its definition is invalid: web/service.json:3:5: bad")
        service.mark(problems: [problem, problem, warning, problem])
        #expect(Decision.hold(.invalidDefinition).sentence(for: service).hasSuffix("3:5: bad, and 2 more"))
    }

    @Test("names the secret, and what to write where")
    func secrets() {
        let missing = Decision.hold(.secretMissing([.notConfigured("db"), .notAllowed("key")])).sentence
        #expect(missing.contains("the secret \"db\", which its definition names, is not in the daemon's configuration"))
        #expect(missing.contains("add it to \"secrets\" there, with \"web\" among its \"services\""))
        #expect(missing.contains("the secret \"key\", which its definition names, is not for it"))
    }

    @Test("has commands in it that can be typed as they stand there")
    func commands() {
        let suspension = Suspension(user: nil, reason: nil, at: .sample())
        let held: [Decision] = [.hold(.suspendedByPerson(suspension)), .hold(.stalled), .hold(.cancelled)]
        #expect(held.allSatisfy { $0.sentence.contains(" web`") && !$0.sentence.contains("NAME") })
    }

    @Test("says in whole seconds when the next try comes")
    func backoff() {
        #expect(
            Decision.wait(.backoff(remaining: 4_200)).sentence
                == "wait, because the last run failed and the next try comes in 5s"
        )
    }
}
