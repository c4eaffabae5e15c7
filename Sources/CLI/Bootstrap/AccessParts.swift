internal import Domain
internal import Platform
internal import Reconciler
internal import StatusAPI

/// What has to do with users and tokens, made for one store.
struct AccessParts: Sendable {
    /// Gives tokens for passwords.
    let logins: Logins
    /// Says who asks; nil if everybody may.
    let guarding: Authenticator?

    private let readers: StoreReaders
    private let time: any TimeSource
    private let passwords: PBKDF2PasswordHasher
    private let signer = HMACTokenSigner()
    private let random = SystemRandom()

    init(_ configuration: DaemonConfiguration.Access, _ readers: StoreReaders, time: any TimeSource, log: any Log) {
        passwords = PBKDF2PasswordHasher(on: BlockingExecutor(label: "passwords"), secrets: random)
        logins = Logins(
            store: readers.access,
            time: time,
            passwords: passwords,
            signer: signer,
            secrets: random,
            proxies: configuration.proxies,
            log: log
        )
        guarding = configuration.isGuarded ? Authenticator(store: readers.access, time: time) : nil
        self.readers = readers
        self.time = time
    }

    /// Carries out what people ask about users and tokens.
    func controls(_ commands: any CommandSending) -> AccessControls {
        AccessControls(
            commands: commands,
            store: readers.access,
            time: time,
            passwords: passwords,
            signer: signer,
            secrets: random
        )
    }

    /// Sees to it that there is a key to sign with, so that a login writes nothing.
    func prepareKey(_ commands: any CommandSending) async throws {
        try await commands.send(PrepareSigningKey(spare: random.bytes(SigningKey.size)))
    }

    /// The token of a run that may take so many milliseconds.
    ///
    /// - Throws: ``StoreUnavailable``.
    func token(of deployment: Deployment.ID, timeout: Int64) async throws -> String? {
        let key = try await StoreUnavailable.unlessAnswered {
            try await readers.daemon.read { try $0.signingKeys.present() }
        }
        guard let key else { return nil }
        return try signer.token(.run(deployment, timeout: timeout, at: time.now()), signedWith: key)
    }
}
