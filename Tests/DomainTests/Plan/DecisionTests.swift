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

    @Test("says in whole seconds when the next try comes")
    func backoff() {
        #expect(
            Decision.wait(.backoff(remaining: 4_200)).sentence
                == "wait, because the last run failed and the next try comes in 5s"
        )
    }
}
