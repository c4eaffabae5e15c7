internal import Domain

/// Reads and decodes one definition file.
enum DefinitionReading {
    /// Reads the file that `folder` holds.
    ///
    /// - Throws: ``SourceFailure`` when the definitions that were read are too large together.
    static func read(_ file: TreeEntry, in folder: TreePath, _ trees: RevisionTrees) throws -> DefinitionDecoding {
        let place = trees.place(folder)
        guard folder.isUTF8 else { return broken("the folder's name is not UTF-8", place) }
        guard file.mode.isFile else {
            return broken("a definition must be a file, found a \(file.mode == .link ? "link" : "submodule")", place)
        }
        guard let bytes = try trees.store.blob(file.id, limit: TreeLimits.definition) else {
            return broken("the file is larger than 1 MiB", place)
        }
        try trees.store.meter.spend(definitionBytes: bytes.count, at: place.description)
        do {
            return DefinitionDecoder.decode(try JSONParser.parse(bytes, limits: .file), at: place)
        } catch {
            return broken(error.message, place, at: error.position)
        }
    }

    private static func broken(
        _ message: String,
        _ folder: RepositoryPath,
        at position: TextPosition? = nil
    ) -> DefinitionDecoding {
        let path = folder.appending(DefinitionDecoder.fileName)
        return .problems(name: nil, [Problem(.invalidDefinition, path: path, position: position, message: message)])
    }
}
