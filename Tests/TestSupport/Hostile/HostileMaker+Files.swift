extension HostileMaker {
    /// Every mode that a tree can say, and some that it cannot.
    mutating func addOddModes() throws {
        let blob = try objects.blob("#!/bin/sh\nexit 0\n")
        let modes = [
            "0", "1", "7", "000644", "100600", "100664", "100777", "104755", "40755", "040000", "120777", "140644",
            "160000", "20644", "60644", "10644", "777777", "177777", "99", "abc", "-1", "10064400000000",
        ]
        let entries = modes.enumerated().map { RawEntry($1, Array("m\($0)".utf8), blob) }
        if random.happens(50) { return _ = put(try service("modes", entries)) }
        let definition = try objects.blob(definition("modes"))
        let script = RawEntry(pick(modes), Array("deploy".utf8), blob)
        put(try objects.tree([script, RawEntry(pick(modes), Array("service.json".utf8), definition)]))
    }

    /// Names that no file may have, and names that a terminal takes for something else.
    mutating func addOddNames() throws {
        let blob = try objects.blob("odd")
        let texts = [
            ".", "..", ".git", ".GIT", ".Git ", "git~1", ".git\u{200C}", "a/b", "/a", "a\\b", "..\\a", "a\nb", "\n",
            "\u{1B}[31m", "\u{202E}gpj", "-rf", "--help", "$(id)", "a\u{7F}", " ", "COM1", "a.", ".gitmodules",
            String(repeating: "n", count: 255), String(repeating: "n", count: 256),
            String(repeating: "n", count: 70_000),
        ]
        var names = texts.map { Array($0.utf8) } + [[], [0xFF, 0xFE], [0xC0, 0xAF], [0xED, 0xA0, 0x80]]
        names = random.happens(50) ? [pick(names)] : names
        let inner = try objects.tree([.file("f", blob)])
        let entries = names.map { random.happens(50) ? RawEntry("100644", $0, blob) : RawEntry("40000", $0, inner) }
        let isAtTop = random.happens(30)
        // A service whose own folder has such a name.
        if isAtTop { put(try objects.tree([RawEntry("40000", pick(names), try service("names-inside", []))])) }
        put(try service("names", entries))
    }

    /// A file that is nearly nothing while it is packed, in one of the places where files are read.
    mutating func addHugeFile() throws {
        let huge = try objects.blob(zeros: Int64(pick([0, 1, 8, 64, 128, 300])) << 20)
        switch number(0...4) {
        case 0: put(try service("huge", [.file("zeros", huge)]))
        case 1: put(try objects.tree([.file("service.json", huge)]))
        case 2: put(try service("huge", [.link("target", huge)]))
        case 3: put(try service("huge", [.file("ansible.cfg", huge)], more: #", "watch": ["ansible.cfg"]"#))
        default:
            let definition = try objects.blob(#"{"name": "\#(name("huge"))", "ansible_playbook": "site.yml"}"#)
            put(try objects.tree([.file("service.json", definition), .file("site.yml", huge)]))
        }
    }
}
