internal import Domain

extension ServiceDefinition {
    /// Reads a definition that was valid when it was stored, as it was written.
    ///
    /// What one version of the program accepts every later one must, or its history cannot be read.
    init(stored node: JSONNode, in folder: RepositoryPath) throws {
        switch DefinitionDecoder.decode(node, at: folder) {
        case .decoded(let decoded): self = decoded.definition
        case .problems(_, let problems):
            throw SQLiteError(
                kind: .other,
                code: 0,
                message: problems.map(\.description).joined(separator: "; "),
                doing: "read the definition that is stored for the folder '\(folder)'"
            )
        }
    }
}
