/// Everything that one revision of a source defines.
package struct DesiredState: Sendable {
    package let source: SourceName
    package let revision: Revision
    /// Every `service.json` below the source's path, and every submodule outside of services' folders.
    package let definitions: DefinitionIndex
    /// Which folders may differ from another state of the same source; nil if that is not known.
    package let changes: Changes?
    /// How the revision relates to the one that was read before it.
    package let ancestry: Ancestry

    package init(
        source: SourceName,
        revision: Revision,
        definitions: DefinitionIndex,
        changes: Changes? = nil,
        ancestry: Ancestry = .unrelated
    ) {
        self.source = source
        self.revision = revision
        self.definitions = definitions
        self.changes = changes
        self.ancestry = ancestry
    }

    /// The names that valid definitions claim, of those that may differ from the other state, if there is one.
    package var claimedNames: Set<ServiceName> {
        let folders = changes.map { Array($0.folders) } ?? Array(definitions.files.keys)
        return Set(folders.compactMap { definitions.valid(in: $0)?.definition.name })
    }

    /// The folders whose definition, digest or problems may differ from `base`; folders that are gone included.
    package struct Changes: Hashable, Sendable {
        package let base: Revision
        package let folders: Set<RepositoryPath>

        package init(base: Revision, folders: Set<RepositoryPath>) {
            self.base = base
            self.folders = folders
        }
    }

    package enum Ancestry: Hashable, Sendable {
        /// Nothing was read before, or it is not known any more.
        case unrelated
        /// The revision is the earlier one or descends from it.
        case descends
        /// The earlier one is not among its ancestors (a forced push, another repository), or a tag moved.
        case rewritten
    }
}

/// One `service.json`, or a submodule where one could be.
package enum DefinitionFile: Hashable, Sendable {
    case valid(DesiredService)
    /// - Parameter name: The name that the file claims, as far as it can be read.
    case broken(name: ServiceName?, problems: [Problem])
    /// Whether the submodule, or a folder in it, defines a service is not known.
    case submodule(Problem)
}

/// A valid definition and the digest of what its run can see.
package struct DesiredService: Hashable, Sendable {
    /// The folder that holds the definition.
    package let folder: RepositoryPath
    package let definition: ServiceDefinition
    package let digest: Digest
    /// Where `name` and each entry of `depends_on` stand in the file.
    package let positions: Positions

    package init(folder: RepositoryPath, definition: ServiceDefinition, digest: Digest, positions: Positions) {
        self.folder = folder
        self.definition = definition
        self.digest = digest
        self.positions = positions
    }

    package struct Positions: Hashable, Sendable {
        package let name: TextPosition
        /// In the order of `depends_on`.
        package let dependsOn: [TextPosition]

        package init(name: TextPosition, dependsOn: [TextPosition]) {
            self.name = name
            self.dependsOn = dependsOn
        }
    }
}
