/// Puts a hostile repository together, object by object.
struct HostileMaker: ~Copyable {
    var objects: RawObjects
    var random: SplitMix64
    var refs: [(name: String, id: ObjectName)] = []
    var damage: PackDamage?
    /// The text of the commit; nil: one that Git would write.
    var commitText: ((_ tree: ObjectName, _ parent: ObjectName) -> String)?
    private let prefix: String
    private var folders: [RawEntry] = []

    init(seed: UInt64, prefix: String) throws {
        objects = try RawObjects()
        random = SplitMix64(seed: seed ^ 0x5EED)
        self.prefix = prefix
    }

    mutating func add(_ kind: HostileKind) throws {
        switch kind {
        case .folderBomb: try addFolderBomb()
        case .byteBomb: try addByteBomb()
        case .wideFolder: try addWideFolder()
        case .deepFolder: try addDeepFolder()
        case .oddTree: try addOddTree()
        case .linkChain: try addLinkChain()
        case .linkCycle: try addLinkCycle()
        case .longLinks: try addLongLinks()
        case .strangeLinks: try addStrangeLinks()
        case .oddModes: try addOddModes()
        case .oddNames: try addOddNames()
        case .hugeFile: try addHugeFile()
        case .largeDefinitions: try addLargeDefinitions()
        case .brokenDefinitions: try addBrokenDefinitions()
        case .dependencyCycle: try addDependencyCycle()
        case .watchLists: try addWatchLists()
        case .manyServices: try addManyServices()
        case .oneName: try addOneName()
        case .manyRefs: try addManyRefs()
        case .oddRefs: try addOddRefs()
        case .oddCommit: addOddCommit()
        case .badPack: damage = PackDamage.any(&random)
        }
    }

    // MARK: The frame

    /// The commit that every other one follows: one service that does nothing.
    mutating func root() throws -> ObjectName {
        try objects.commit(Self.text(tree: try objects.tree([try calm()]), parent: nil))
    }

    /// The commit of everything that was added, beside the service that does nothing.
    mutating func finish() throws -> ObjectName {
        let parent = try root()
        let tree = try objects.tree(folders + [try calm()])
        return try objects.commit(commitText?(tree, parent) ?? Self.text(tree: tree, parent: parent))
    }

    /// Adds a folder below the top.
    ///
    /// - Returns: Its name there, which no other has.
    @discardableResult
    mutating func put(_ folder: ObjectName) -> String {
        let name = "x\(folders.count)"
        folders.append(.folder(name, folder))
        return name
    }

    /// A folder that is a service, with these entries beside its definition and its script.
    mutating func service(
        _ name: String,
        _ entries: [RawEntry],
        more keys: String = "",
        sorted: Bool = true
    ) throws -> ObjectName {
        let definition = try objects.blob(definition(name, more: keys))
        let all = entries + [.file("service.json", definition), .script("deploy", try script())]
        return sorted ? try objects.tree(all) : try objects.tree(asTold: all)
    }

    /// The text of a valid definition, with further keys as `, "key": value`.
    func definition(_ name: String, more keys: String = "") -> String {
        #"{"name": "\#(self.name(name))", "deploy_script": "deploy"\#(keys)}"#
    }

    /// A service's name that no other repository has.
    func name(_ text: String) -> String { "\(prefix)-\(text)" }

    mutating func script() throws -> ObjectName { try objects.blob("#!/bin/sh\nexit 0\n") }

    /// One of these.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func calm() throws -> RawEntry { .folder("calm", try service("calm", [])) }

    private static func text(tree: ObjectName, parent: ObjectName?) -> String {
        let person = "Test <test@example.org> 1700000000 +0000"
        return "tree \(tree)\n" + (parent.map { "parent \($0)\n" } ?? "")
            + "author \(person)\ncommitter \(person)\n\nChange\n"
    }
}
