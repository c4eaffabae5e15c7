extension HostileMaker {
    /// Trees within trees, each holding the one below under many names; a few objects, and folders without end.
    mutating func addFolderBomb() throws {
        let (levels, width) = (number(3...80), number(2...12))
        var tree = random.happens(70) ? try objects.tree([]) : try objects.tree([.file("f", try objects.blob("x"))])
        for _ in 0..<levels { tree = try objects.tree((0..<width).map { .folder("d\($0)", tree) }) }
        // Empty folders of a service's own are left out of its export, and those that it watches are not.
        guard random.happens(70) else { return _ = put(try service("bomb", [.folder("d", tree)])) }
        let place = put(tree)
        put(try service("bomb", [], more: #", "watch": ["../\#(place)"]"#))
    }

    /// One blob under many names.
    mutating func addByteBomb() throws {
        let blob = try objects.blob(Array(repeating: UInt8(ascii: "b"), count: number(16...512) << 10))
        let files = try objects.tree((0..<number(50...6_000)).map { .file("f\($0)", blob) })
        let folders = (0..<number(1...4)).map { RawEntry.folder("d\($0)", files) }
        put(try service("bytes", folders))
    }

    /// Many entries in one folder.
    mutating func addWideFolder() throws {
        let blob = try objects.blob("wide")
        let mode = pick(["100644", "120000", "40000"])
        let id = mode == "40000" ? try objects.tree([]) : blob
        let entries = (0..<number(1_000...60_000)).map { RawEntry(mode, Array("e\($0)".utf8), id) }
        put(try service("wide", [.folder("d", try objects.tree(entries))]))
    }

    /// Folders in folders, each with one entry.
    mutating func addDeepFolder() throws {
        var tree = try objects.tree([.file("f", try objects.blob("deep"))])
        let name = String(repeating: "d", count: number(1...200))
        for _ in 0..<number(100...5_000) { tree = try objects.tree([.folder(name, tree)]) }
        if random.happens(50) { put(tree) }
        put(try service("deep", [.folder("d", tree)]))
    }

    /// A tree that no Git would write.
    mutating func addOddTree() throws {
        let blob = try objects.blob("odd")
        let empty = try objects.tree([])
        switch number(0...6) {
        case 0: put(try service("odd", [.file("a", blob), .file("a", blob), .folder("a", empty)]))
        case 1: put(try service("odd", [.file("z", blob), .file("b", blob), .file("a", blob)], sorted: false))
        case 2: put(try service("odd", [.folder("gone", ObjectName.unknown(&random)), .file("zero", .zero)]))
        case 3: put(try service("odd", [.folder("file", blob), .file("folder", empty), .link("l", empty)]))
        case 4:
            put(try objects.tree(bytes: (0..<number(1...300)).map { _ in UInt8.random(in: 0...255, using: &random) }))
        case 5: put(try objects.tree(bytes: Array("100644 service.json".utf8)))
        default:
            // Two definitions of one folder, and a folder of that name.
            let definition = try objects.blob(definition("odd"))
            let doubled: [RawEntry] = [
                .script("deploy", try script()), .file("service.json", definition), .file("service.json", blob),
                .folder("service.json", empty),
            ]
            put(try objects.tree(asTold: doubled))
        }
    }
}
