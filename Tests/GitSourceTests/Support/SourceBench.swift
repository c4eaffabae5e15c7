import Domain
import GitSource
import TestSupport
import Testing

/// A source on a workshop's repository, with a state folder of its own.
struct SourceBench {
    let workshop: GitWorkshop
    let state: GitScratch

    init() throws { try self.init(try GitWorkshop()) }

    /// Another state folder for a repository that is there.
    init(_ workshop: GitWorkshop) throws {
        self.workshop = workshop
        state = try GitScratch("state")
    }

    /// A new source on the same state folder, as after a restart.
    func source(
        _ url: String? = nil,
        ref: RefSelector = .head,
        path: RepositoryPath = .root,
        credentials: GitCredentials = .none,
        certificateAuthority: String? = nil,
        timeout: Int64 = 30_000,
        executable: String? = nil,
        budget: ReadingBudget = ReadingBudget(),
        freeBytes: Int64 = 0,
        log: any Log = SilentLog()
    ) throws -> GitConfigurationSource {
        let configuration = GitSourceConfiguration(
            name: .sample("config"),
            url: try RemoteURL(url ?? workshop.bare),
            ref: ref,
            path: path,
            credentials: { credentials },
            certificateAuthority: certificateAuthority,
            timeout: timeout,
            stateFolder: state.path,
            log: log,
            executable: try executable ?? GitProgram.reconciler(),
            budget: budget,
            freeBytes: freeBytes
        )
        return GitConfigurationSource(configuration)
    }
}

extension SourcePoll {
    /// The state that was found; nil if nothing changed.
    var state: DesiredState? {
        guard case .changed(let state) = self else { return nil }
        return state
    }

    var isUnchanged: Bool { state == nil }
}

extension DesiredState {
    /// The valid services' names, sorted.
    var valid: [String] {
        definitions.files.values.compactMap { file in
            guard case .valid(let desired) = file else { return nil }
            return desired.definition.name.text
        }.sorted()
    }

    var problems: [String] { definitions.broken.flatMap { definitions[$0]?.problems ?? [] }.map(\.description) }

    /// An order to deploy the valid service in a folder.
    func order(_ folder: String, digest: Digest? = nil) throws -> Deployment.Order {
        let path = try #require(RepositoryPath(folder))
        let desired = try #require(definitions.valid(in: path), "\(problems)")
        return Deployment.Order(
            service: Identifier(1),
            serviceName: desired.definition.name,
            source: source,
            folder: path,
            origin: .git,
            user: nil,
            reason: "test",
            revision: revision,
            version: "1",
            digest: digest ?? desired.digest,
            definition: desired.definition,
            attempt: 1
        )
    }

    func digest(_ folder: String) -> Digest? {
        RepositoryPath(folder).flatMap { definitions.valid(in: $0)?.digest }
    }
}

/// The description of what `work` throws; empty if it throws nothing.
func failure(_ work: () async throws -> Void) async -> String {
    do {
        try await work()
        return ""
    } catch {
        return "\(error)"
    }
}
