/// What can be wrong with a config repository, on purpose.
package enum HostileKind: String, CaseIterable, Sendable {
    // Trees.
    case folderBomb = "folder_bomb"
    case byteBomb = "byte_bomb"
    case wideFolder = "wide_folder"
    case deepFolder = "deep_folder"
    case oddTree = "odd_tree"
    // Links.
    case linkChain = "link_chain"
    case linkCycle = "link_cycle"
    case longLinks = "long_links"
    case strangeLinks = "strange_links"
    // Modes, names and sizes.
    case oddModes = "odd_modes"
    case oddNames = "odd_names"
    case hugeFile = "huge_file"
    // Definitions.
    case largeDefinitions = "large_definitions"
    case brokenDefinitions = "broken_definitions"
    case dependencyCycle = "dependency_cycle"
    case watchLists = "watch_lists"
    case manyServices = "many_services"
    case oneName = "one_name"
    // What leads to the trees.
    case manyRefs = "many_refs"
    case oddRefs = "odd_refs"
    case oddCommit = "odd_commit"
    case badPack = "bad_pack"
}

extension HostileKind {
    /// Whether a daemon that believes it may write without end; it is met in a small file system only.
    package var fillsDisks: Bool {
        switch self {
        case .folderBomb, .byteBomb, .wideFolder, .watchLists, .hugeFile: true
        default: false
        }
    }
}
