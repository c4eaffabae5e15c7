internal import Domain

/// A submodule that no service covers: what is in it is in another repository, definitions too.
enum UncoveredSubmodule {
    /// What it comes to; nil if it is in a service's folder, which reports it itself.
    ///
    /// Beside services it stands where a service would be, and is an error. Elsewhere, and under the names that Ansible
    /// looks for by itself, it is a warning: many repositories have submodules that no service needs.
    static func evaluate(
        _ entry: TreeEntry,
        at path: TreePath,
        _ trees: RevisionTrees
    ) throws -> EvaluatedDefinition? {
        guard entry.hasUsableName, try !trees.isInService(path), let folder = path.parent else { return nil }
        let isBesideServices = try !AnsibleContent.contains(path.name) && trees.holdsServices(folder)
        let problem = problem(at: trees.place(path), isBesideServices ? .error : .warning)
        return EvaluatedDefinition(
            file: entry.id,
            mode: entry.mode,
            decoding: .problems(name: nil, [problem]),
            outcome: .submodule(problem),
            dependencies: dependencies(of: path, in: folder),
            size: 0
        )
    }

    private static func problem(at place: RepositoryPath, _ severity: Problem.Severity) -> Problem {
        Problem(
            .invalidContent,
            path: place,
            message: "a submodule is another repository, and a service in it is not seen; "
                + "put the files themselves into the repository, or make the other one a source of its own",
            severity: severity
        )
    }

    private static func dependencies(of path: TreePath, in folder: TreePath) -> Set<Dependency> {
        var dependencies: Set<Dependency> = [.entry(path), .everything(folder)]
        for around in sequence(first: folder, next: \.parent) {
            dependencies.insert(.entry(around.appending(TreeEntry.definitionName)))
        }
        return dependencies
    }
}

extension RevisionTrees {
    /// Whether a folder around `path` holds a definition.
    func isInService(_ path: TreePath) throws -> Bool {
        var folder = root
        for name in path.components {
            if try services.areDefined(in: folder, store) { return true }
            guard let next = try lookup.entry(name, in: folder), next.mode == .folder else { return false }
            folder = next.id
        }
        return false
    }

    /// Whether a folder directly in this one holds a definition.
    func holdsServices(_ folder: TreePath) throws -> Bool {
        guard let entry = try entry(at: folder), entry.mode == .folder else { return false }
        return try services.areBelow(entry.id, store)
    }
}

/// Which folders hold definitions; each is looked at once.
final class ServiceFolders {
    private var defined: [ObjectID: Bool] = [:]
    private var below: [ObjectID: Bool] = [:]

    func areDefined(in folder: ObjectID, _ store: any ObjectStore) throws -> Bool {
        if let known = defined[folder] { return known }
        let found = try store.tree(folder).definition != nil
        defined[folder] = found
        return found
    }

    /// Directly below.
    func areBelow(_ folder: ObjectID, _ store: any ObjectStore) throws -> Bool {
        if let known = below[folder] { return known }
        var patience = CancellationCheck()
        let found = try store.tree(folder).contains { entry in
            try patience.step()
            return try entry.mode == .folder && areDefined(in: entry.id, store)
        }
        below[folder] = found
        return found
    }
}
