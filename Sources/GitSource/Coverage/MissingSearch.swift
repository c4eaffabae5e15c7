internal import Domain

/// Where in a revision the content is that a run missed.
struct MissingSearch {
    let standing: PlaceStanding
    let order: Deployment.Order

    private var trees: RevisionTrees { standing.trees }

    /// What of it is there and not covered, each place once.
    func uncovered(_ missing: [MissingContent]) throws -> [UncoveredContent] {
        var found: [UncoveredContent] = []
        for one in missing {
            for content in try uncovered(one, isNew: found.isEmpty) where !found.contains(content) {
                found.append(content)
            }
        }
        return found
    }

    private func uncovered(_ missing: MissingContent, isNew: Bool) throws -> [UncoveredContent] {
        switch missing {
        case .exported(let place): try uncovered([place])
        case .relative(let text): try uncovered(try places(text))
        // Where it was looked for comes first.
        case .role(let name): isNew ? try role(name).map { [$0] } ?? [] : []
        }
    }

    private func uncovered(_ places: [RepositoryPath]) throws -> [UncoveredContent] {
        try places.compactMap { place in
            guard let path = TreePath(place, below: trees.base), !path.bytes.isEmpty,
                try standing.standing(of: path) == .notCovered
            else { return nil }
            return UncoveredContent(place: place, isWhereLooked: true)
        }
    }

    /// From the repository's root, from the service's folder where the run works, and from the playbook's.
    private func places(_ text: String) throws -> [RepositoryPath] {
        guard let relative = try? RelativePath(text) else { return [] }
        let action = order.folder.resolving(order.definition.action.path, within: trees.base)?.parent
        return [.root, order.folder, action].compactMap(\.self).compactMap { $0.resolving(relative, within: .root) }
    }

    /// A role of this name in some folder `roles`, not covered.
    private func role(_ name: String) throws -> UncoveredContent? {
        guard !name.contains("/") else { return nil }
        var pending: [(TreePath, ObjectID, depth: Int)] = [(.root, trees.root, 0)]
        while let (path, id, depth) = pending.popLast() {
            for entry in try trees.store.tree(id) where entry.mode == .folder && entry.hasUsableName {
                let place = path.appending(entry.name)
                if path.name.elementsEqual("roles".utf8), entry.name.elementsEqual(name.utf8),
                    try standing.standing(of: place) == .notCovered
                {
                    return UncoveredContent(place: trees.place(place), isWhereLooked: false)
                }
                if depth < TreeLimits.depth { pending.append((place, entry.id, depth + 1)) }
            }
        }
        return nil
    }
}
