/// The definition files of one revision, found by folder and by the name that they claim.
package struct DefinitionIndex: Hashable, Sendable {
    package private(set) var files: [RepositoryPath: DefinitionFile] = [:]
    private var claims: [ServiceName: Set<RepositoryPath>] = [:]
    private var brokenFolders: Set<RepositoryPath> = []

    package init(_ files: [RepositoryPath: DefinitionFile] = [:]) {
        for (folder, file) in files { self[folder] = file }
    }

    /// The file in `folder`; setting nil says that there is none any more.
    package subscript(folder: RepositoryPath) -> DefinitionFile? {
        get { files[folder] }
        set {
            if let old = files[folder] { forget(old, in: folder) }
            files[folder] = newValue
            if let newValue { remember(newValue, in: folder) }
        }
    }

    /// Every name that is claimed.
    package var names: some Collection<ServiceName> { claims.keys }

    /// The folders whose file claims `name`, broken files included as far as their name can be read; sorted.
    package func claimants(of name: ServiceName) -> [RepositoryPath] { (claims[name] ?? []).sorted() }

    /// The valid definition in `folder`, if there is one.
    package func valid(in folder: RepositoryPath) -> DesiredService? {
        guard case .valid(let desired) = files[folder] else { return nil }
        return desired
    }

    /// The folders whose file is broken, sorted.
    package var broken: [RepositoryPath] { brokenFolders.sorted() }

    /// The submodule that `folder` is, or is in, if there is one.
    package func submodule(around folder: RepositoryPath) -> RepositoryPath? {
        sequence(first: folder, next: \.parent).first { files[$0]?.isSubmodule == true }
    }

    private mutating func remember(_ file: DefinitionFile, in folder: RepositoryPath) {
        if file.isBroken { brokenFolders.insert(folder) }
        guard let name = file.name else { return }
        claims[name, default: []].insert(folder)
    }

    private mutating func forget(_ file: DefinitionFile, in folder: RepositoryPath) {
        brokenFolders.remove(folder)
        guard let name = file.name else { return }
        claims[name]?.remove(folder)
        if claims[name]?.isEmpty == true { claims[name] = nil }
    }
}

extension DefinitionFile {
    /// The name that the file claims, as far as it can be read.
    package var name: ServiceName? {
        switch self {
        case .valid(let desired): desired.definition.name
        case .broken(let name, _): name
        case .submodule: nil
        }
    }

    package var isBroken: Bool {
        switch self {
        case .valid: false
        case .broken, .submodule: true
        }
    }

    package var isSubmodule: Bool {
        if case .submodule = self { true } else { false }
    }

    package var problems: [Problem] {
        switch self {
        case .valid: []
        case .broken(_, let problems): problems
        case .submodule(let problem): [problem]
        }
    }
}
