import Domain
import StatusAPI
import Synchronization
import TestSupport
import WebServer

/// A store with users, tokens and keys, and what asks it.
struct AccessWorld: Sendable {
    let store = FakeUnitOfWork()
    /// 2026-11-23.
    let time = ManualTime(wall: 1_795_471_925_000)
    let passwords: PlainPasswords
    let log = RecordingLog()
    let logins: Logins

    init(proxies: [String] = [], passwords: PlainPasswords = PlainPasswords()) {
        self.passwords = passwords
        logins = Logins(
            store: store,
            time: time,
            passwords: passwords,
            signer: HMACTokenSigner(),
            secrets: CountingSecrets(),
            proxies: proxies.compactMap { AddressRange($0) },
            log: log
        )
    }

    var authenticator: Authenticator { Authenticator(store: store, time: time) }

    /// Saves a key, a user called alice with the password `correct horse`, and these deployments.
    func fill(_ deployments: Deployment...) async throws {
        _ = try await store.perform { transaction in
            try transaction.save(SigningKey.sample())
            try transaction.save(User.sample())
            for var deployment in deployments { try transaction.save(&deployment) }
        }
    }

    /// Gives out a token that lives for an hour from now.
    func issue(
        _ right: TokenRight,
        id: Int64 = 1,
        account: UserAccount? = nil,
        key: SigningKey = .sample()
    ) async throws -> String {
        let now = time.now().millisecondsSince1970
        let token = IssuedToken.sample(
            id: id,
            right,
            holder: account.map { _ in "alice" },
            account: account,
            key: key.id.number,
            issued: .sample(now),
            expires: .sample(now + 3_600_000)
        )
        _ = try await store.perform { try $0.save(token) }
        return try HMACTokenSigner().token(token.claims, signedWith: key)
    }

    func change(_ work: @Sendable (any Transaction) throws -> Void) async throws {
        _ = try await store.perform(work)
    }
}

/// Remembers what is asked about users and tokens.
final class RecordingAccess: AccessControlling {
    private let told = Mutex<[String]>([])

    var asked: [String] { told.withLock { $0 } }

    func createUser(_ name: UserName, _ password: Password) throws -> JSONValue {
        if name.text == "taken" { throw Refusal.nameTaken(name) }
        return note("add \(name) \(password.text)")
    }

    func updateUser(_ name: UserName, _ password: Password) throws -> JSONValue {
        if name.text == "busy" { throw TooManyPasswords() }
        return note("update \(name) \(password.text)")
    }

    func deleteUser(_ name: UserName) throws -> JSONValue {
        if name.text == "nobody" { throw Refusal.unknownUser(name) }
        return note("delete \(name)")
    }

    func users(after name: UserName?, limit: Int) -> StatusPage {
        StatusPage(items: [note("users after \(name?.text ?? "-")")], next: nil, sequence: 1)
    }

    func createToken(_ order: TokenRequest) -> CreatedToken {
        let words = "\(order.right) \(order.holder?.text ?? "-") \(order.lifetime)"
        return CreatedToken(text: "a.b.c", record: note("create \(words)"), hasAccount: false)
    }

    func revokeToken(_ id: TokenID) throws -> Bool {
        if id == .issued(IssuedToken.ID(404)) { throw Refusal.unknownToken(id) }
        _ = note("revoke \(id)")
        return true
    }

    func tokens(before id: IssuedToken.ID?, limit: Int) -> StatusPage {
        StatusPage(items: [note("tokens before \(id?.description ?? "-")")], next: nil, sequence: 1)
    }

    func rotateKey(dropsOldKeys: Bool) { _ = note("rotate \(dropsOldKeys)") }

    private func note(_ words: String) -> JSONValue {
        told.withLock { $0.append(words) }
        return .members(["note": .string(words)])
    }
}
