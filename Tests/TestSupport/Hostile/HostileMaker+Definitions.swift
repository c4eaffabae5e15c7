extension HostileMaker {
    /// Many definitions as large as one may be.
    mutating func addLargeDefinitions() throws {
        let playbook = try objects.blob("- hosts: localhost\n")
        let item = pick(["[],", "1,", "{},", "\"\",", "[[1]],"])
        let items = String(repeating: item, count: 1_000_000 / item.utf8.count)
        for index in 0..<number(5...60) {
            // One letter differs, so that each is an object of its own that packs to nothing beside the others.
            let text = """
                {"name": "\(name("large-\(index)"))", "ansible_playbook": "site.yml", "inventory": "localhost,", \
                "suspend": true, "extra_vars": {"x": [\(items)\(index)]}}
                """
            put(try objects.tree([.file("service.json", try objects.blob(text)), .file("site.yml", playbook)]))
        }
    }

    /// Definitions that say what none may say.
    mutating func addBrokenDefinitions() throws {
        let deep = String(repeating: "[", count: 100_000)
        let texts = [
            "", "{", "null", "[]", deep, #"{"name": "\#(deep)"#, #"{"name": 1e999999999}"#, "\u{FEFF}{}", "\u{0}",
            #"{"name": "a", "name": "b"}"#, #"{"name": "\#(String(repeating: "n", count: 500_000))"}"#,
            definition("broken", more: #", "timeout": "99999999999999999999h""#),
            definition("broken", more: #", "timeout": 9223372036854775808"#),
            definition("broken", more: #", "retry": {"limit": 18446744073709551616}"#),
            definition("broken", more: #", "retry": {"limit": -1, "backoff": "9223372036854775807ms"}"#),
            definition("broken", more: #", "extra": "\ud800""#),
            definition("broken", more: #", "watch": ["../../../..", "/", "", "\u0000", "."]"#),
            definition("broken", more: #", "env": {"PATH": "x", "A=B": "", "": ""}"#),
            definition("broken", more: #", "steps": [\#(String(repeating: "{},", count: 100_000))0]"#),
            definition("broken", more: #", "depends_on": ["\#(name("broken"))"]"#),
            definition("../../etc"), definition("a\\u0000b"), definition("\\u202e"),
        ]
        for text in texts.shuffled(using: &random).prefix(number(1...texts.count)) {
            let definition = try objects.blob(text)
            put(try objects.tree([.file("service.json", definition), .script("deploy", try script())]))
        }
        put(try objects.tree([.file("service.json", try objects.blob([0xFF, 0xFE, 0x7B, 0x00]))]))
    }

    /// Services that each depend on the next one, in a circle or up to one that is unknown.
    mutating func addDependencyCycle() throws {
        let count = number(2...1_000)
        let isOpen = random.happens(30)
        var folders: [RawEntry] = []
        for index in 0..<count {
            let next = isOpen && index == count - 1 ? "nobody" : "cycle-\((index + 1) % count)"
            let keys = #", "depends_on": ["\#(name(next))"]"#
            folders.append(.folder("s\(index)", try service("cycle-\(index)", [], more: keys)))
        }
        put(try objects.tree(folders))
    }

    /// Services that watch many places, of which each holds others.
    mutating func addWatchLists() throws {
        var tree = try objects.tree([.file("f", try objects.blob("watched"))])
        for _ in 0..<number(1...4) { tree = try objects.tree((0..<8).map { .folder("d\($0)", tree) }) }
        let places = (0..<number(10...1_000)).map { #""../shared/d\#($0 % 8)/d\#($0 / 8 % 8)""# }
        let keys = #", "suspend": true, "watch": [\#(places.joined(separator: ","))]"#
        var folders: [RawEntry] = [.folder("shared", tree)]
        for index in 0..<number(1...40) {
            folders.append(.folder("s\(index)", try service("watch-\(index)", [], more: keys)))
        }
        put(try objects.tree(folders))
    }

    /// More services than anybody has, which all wait.
    mutating func addManyServices() throws {
        var folders: [RawEntry] = []
        for index in 0..<number(100...1_000) {
            folders.append(.folder("s\(index)", try service("many-\(index)", [], more: #", "suspend": true"#)))
        }
        put(try objects.tree(folders))
    }

    /// Services in thousands of folders that are the same, so that all have one name.
    mutating func addOneName() throws {
        let folder = try service("one", [], more: #", "suspend": true"#)
        put(try objects.tree((0..<number(2...4_000)).map { .folder("s\($0 + 10_000)", folder) }))
    }
}
