extension HostileMaker {
    /// Links that each lead to the next one.
    mutating func addLinkChain() throws {
        let count = number(10...1_000)
        var entries: [RawEntry] = [.file("l\(count)", try objects.blob("the end"))]
        for index in 0..<count { entries.append(.link("l\(index)", try objects.blob("l\(index + 1)"))) }
        put(try service("chain", entries, more: #", "watch": ["l0"]"#))
    }

    /// Links that lead to one another, and folders of links that lead to these folders.
    mutating func addLinkCycle() throws {
        let count = number(1...200)
        var entries: [RawEntry] = []
        for index in 0..<count { entries.append(.link("l\(index)", try objects.blob("l\((index + 1) % count)"))) }
        let above = try objects.tree([.link("up", try objects.blob("..")), .link("top", try objects.blob("../.."))])
        put(try service("cycle", entries + [.folder("d", above)], more: #", "watch": ["l0", "d/up/d/up"]"#))
    }

    /// Links whose targets are as long as they may be, watched by several services.
    mutating func addLongLinks() throws {
        let count = number(10...1_000)
        var entries: [RawEntry] = [.file("l\(count)", try objects.blob("the end"))]
        entries.append(.folder("d", try objects.tree([.file("f", try objects.blob("f"))])))
        let detour = String(repeating: "d/../", count: 817)
        for index in 0..<count { entries.append(.link("l\(index)", try objects.blob("\(detour)l\(index + 1)"))) }
        let place = put(try objects.tree(entries))
        let keys = #", "watch": ["../\#(place)"]"#
        for index in 0..<number(1...8) { put(try service("long-\(index)", [], more: keys)) }
    }

    /// Links to where nobody may go, or to nothing.
    mutating func addStrangeLinks() throws {
        let targets = [
            "/etc/passwd", "../../../../../../etc/passwd", ".", "..", "../..", "self", "", "/", "a\u{0}b", "\u{202E}x",
            "a\nb", ".git/config", "deploy/x", "//", "./././", String(repeating: "../", count: 5_000),
            String(repeating: "x", count: 100_000),
        ]
        // One of them alone, or all of them in one folder.
        let chosen = random.happens(50) ? [pick(targets)] : targets
        var entries: [RawEntry] = []
        for (index, target) in chosen.enumerated() {
            entries.append(.link(index == 5 ? "self" : "l\(index)", try objects.blob(target)))
        }
        let watch = random.happens(50) ? #", "watch": ["l0"]"# : ""
        put(try service("links", entries, more: watch))
    }
}
