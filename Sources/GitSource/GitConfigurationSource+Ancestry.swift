package import Domain
internal import Platform

extension GitConfigurationSource {
    package func descendants(of ancestor: Revision, among revisions: [Revision]) async throws -> Set<Revision>? {
        Libgit2.ignoreConfiguration()
        guard Folder.somethingExists(at: store.path), let ancestor = ObjectID(ancestor) else { return nil }
        do {
            return try find(ancestor, among: revisions)
        } catch is GitError {
            // The clone's files may have been replaced meanwhile.
            store.reopen()
            return try find(ancestor, among: revisions)
        }
    }

    private func find(_ ancestor: ObjectID, among revisions: [Revision]) throws -> Set<Revision>? {
        let repository = try store.repository()
        guard repository.has(ancestor), try repository.commit(ancestor) == ancestor else { return nil }
        return try revisions.reduce(into: []) { found, revision in
            guard let commit = ObjectID(revision), repository.has(commit) else { return }
            if try repository.descends(commit, from: ancestor) { found.insert(revision) }
        }
    }

    package func committed(_ revision: Revision) async throws -> Instant? {
        Libgit2.ignoreConfiguration()
        guard Folder.somethingExists(at: store.path), let commit = ObjectID(revision) else { return nil }
        do {
            return try time(of: commit)
        } catch is GitError {
            store.reopen()
            return try time(of: commit)
        }
    }

    private func time(of commit: ObjectID) throws -> Instant? {
        let repository = try store.repository()
        guard repository.has(commit) else { return nil }
        // A commit may say any number.
        let (milliseconds, isTooGreat) = try repository.time(ofCommit: commit).multipliedReportingOverflow(by: 1_000)
        return isTooGreat ? nil : Instant(millisecondsSince1970: milliseconds)
    }
}
