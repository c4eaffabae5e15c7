package import Domain

/// What a service of a repository on this machine covers.
package struct LocalCoverage: Sendable {
    /// Besides the service's own folder, sorted; each with everything below it.
    package let places: [RepositoryPath]
    private let notCovered: Set<RepositoryPath>

    init(places: [RepositoryPath], notCovered: Set<RepositoryPath>) {
        (self.places, self.notCovered) = (places, notCovered)
    }

    /// Whether one of the places that were asked about is in the repository, and not covered.
    package func lacks(_ place: RepositoryPath) -> Bool { notCovered.contains(place) }
}

extension LocalRepository {
    /// What a service of the files or the revision that were read last covers, and which of `asked` it does not.
    ///
    /// - Throws: ``SourceFailure`` if nothing was read, or reading takes more than the budget; `CancellationError`.
    package func coverage(of service: DesiredService, asked: [RepositoryPath] = []) throws -> LocalCoverage {
        let trees = try trees()
        guard let folder = TreePath(service.folder, below: path), let tree = try trees.entry(at: folder) else {
            throw SourceFailure("there is no folder \(service.folder)")
        }
        let coverage = try CoverageFinder.find(DecodedDefinition(service.definition), in: folder, tree.id, trees)
        let standing = PlaceStanding(coverage: coverage, trees: trees)
        let lacking = try asked.filter { place in
            guard let place = TreePath(place, below: path) else { return false }
            return try standing.standing(of: place) == .notCovered
        }
        return LocalCoverage(places: coverage.entries.map { trees.place($0.path) }, notCovered: Set(lacking))
    }

    /// Writes the files or the revision that were read last into an empty folder, as ``OutlineExport`` does.
    ///
    /// - `folder`: An absolute path.
    package func outline(into folder: String) throws { try OutlineExport.write(try trees(), to: folder) }
}
