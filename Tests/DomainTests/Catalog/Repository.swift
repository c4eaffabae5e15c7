import Domain
import TestSupport

/// A revision's definition files, as short as they can be written: folder to name, `!` before it for a broken one.
func definitions(_ files: KeyValuePairs<String, String>) -> DefinitionIndex {
    DefinitionIndex(
        Dictionary(uniqueKeysWithValues: files.map { (RepositoryPath.sample($0.key), file($0.value, in: $0.key)) })
    )
}

private func file(_ text: String, in folder: String) -> DefinitionFile {
    if text == "@" { return .submodule(.sample(path: folder)) }
    guard text.hasPrefix("!") else { return .valid(.sample(.sample(name: text), folder: folder)) }
    let name = ServiceName(String(text.dropFirst()))
    return .broken(name: name, problems: [.sample(path: "\(folder)/service.json")])
}

/// The service of this name in this folder.
func owner(_ name: String, in folder: String, of source: Source = .sample()) -> Service {
    .sample(.sample(name: name), source: source, folder: folder)
}
