import Crypto
import Dispatch
import Domain
import Synchronization
import TestSupport
import Testing

@testable import StatusAPI

@Suite("A password's hash")
struct PBKDF2PasswordHasherTests {
    private let hasher = PBKDF2PasswordHasher(on: OwnThread(), secrets: CountingSecrets(), iterations: 100)

    @Test(
        "is what the standard says (RFC 7914 §11, cut to 32 bytes)",
        arguments: [
            ("passwd", "salt", UInt32(1), "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
            ("Password", "NaCl", UInt32(80_000), "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"),
        ]
    )
    func vectors(password: String, salt: String, iterations: UInt32, hex: String) throws {
        let key = try PBKDF2.derive(Array(password.utf8), salt: Array(salt.utf8), iterations: iterations)
        #expect(Hexadecimal.text(key) == hex)
    }

    @Test("recognises its password and no other")
    func matches() async throws {
        let hash = try await hasher.hash(.sample("påss:wörd"))
        #expect(try await hasher.matches(.sample("påss:wörd"), hash))
        #expect(try await !hasher.matches(.sample("påss:wörD"), hash))
        #expect(try await !hasher.matches(.sample("påss:wörd"), nil))
    }

    @Test("recognises letters however they are made, also where an earlier version has hashed them as they were typed")
    func normalized() async throws {
        let (composed, decomposed) = ("p\u{e5}ss \u{1e9b}\u{323}", "pa\u{30a}ss \u{17f}\u{323}\u{307}")
        #expect(Array(composed.utf8) != Array(decomposed.utf8))
        for one in [composed, decomposed] {
            let hash = try await hasher.hash(.sample(one))
            for other in [composed, decomposed] { #expect(try await hasher.matches(.sample(other), hash)) }
        }
        let earlier = try DerivedPassword(Array(decomposed.utf8), salt: [1, 2, 3], iterations: 10).hash
        #expect(try await hasher.matches(.sample(decomposed), earlier))
        #expect(try await !hasher.matches(.sample("other"), earlier))
        // Only what looks the same is the same.
        #expect(try await !hasher.matches(.sample("p\u{ff41}ss"), try await hasher.hash(.sample("pass"))))
    }

    @Test("has a salt of its own, and says how it was made")
    func salted() async throws {
        let (one, other) = (try await hasher.hash(.sample()), try await hasher.hash(.sample()))
        #expect(one != other)
        #expect(one.text.hasPrefix("$pbkdf2-sha256$i=100$"))
        let slower = PBKDF2PasswordHasher(on: OwnThread(), secrets: CountingSecrets(), iterations: 200)
        #expect(try await slower.matches(.sample(), one))
    }

    @Test("takes as much work as is advised, unless a test says less")
    func advised() {
        #expect(PBKDF2PasswordHasher.iterations == 600_000)
    }

    @Test(
        "cannot be anything else",
        arguments: [
            "", "plain", "$pbkdf2-sha256$i=0$AAAA$AAAA", "$pbkdf2-sha256$i=99999999$AAAA$AAAA", "$md5$i=1$AAAA$AAAA",
            "$pbkdf2-sha256$100$AAAA$AAAA", "$pbkdf2-sha256$i=1$?$AAAA", "$pbkdf2-sha256$i=1$AAAA$AAAA",
        ]
    )
    func unreadable(text: String) async {
        await #expect(throws: (any Error).self) { try await hasher.matches(.sample(), PasswordHash(text)) }
    }

    @Test("is not made while too many wait")
    func busy() async throws {
        let thread = OwnThread()
        thread.stop()
        let slow = PBKDF2PasswordHasher(on: thread, secrets: CountingSecrets(), iterations: 1)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        _ = try await slow.hash(.sample())
                        return true
                    } catch is TooManyPasswords {
                        return false
                    }
                }
            }
            var refused = 0
            while refused < 24, try await group.next() == false { refused += 1 }
            #expect(refused == 24)
            thread.go()
            for try await isDone in group { #expect(isDone) }
        }
        _ = try await slow.hash(.sample())
    }
}

/// A thread for one actor, which can be held up.
private final class OwnThread: SerialExecutor {
    private let queue = DispatchQueue(label: "passwords")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func stop() { queue.suspend() }

    func go() { queue.resume() }
}
