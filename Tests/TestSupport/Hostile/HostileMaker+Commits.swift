extension HostileMaker {
    /// A listing of many refs.
    mutating func addManyRefs() throws {
        let id = try root()
        refs += (0..<number(1_000...100_000)).map { ("refs/heads/branch-\($0)", id) }
    }

    /// Refs whose names no ref may have, or that lead to nothing.
    mutating func addOddRefs() throws {
        let id = try root()
        let blob = try objects.blob("no commit")
        let names = [
            "refs/heads/..", "refs/heads/.lock", "refs/heads/a.lock", "refs/heads/a b", "refs/heads/\u{1B}[31m",
            "refs/heads/@{", "refs/../../HEAD", "/refs/heads/x", "refs//x", "refs/heads/\u{202E}", "x", "HEAD^{}",
            "refs/heads/" + String(repeating: "r", count: 3_000), "refs/tags/v1.0.0^{}", "refs/reconciler/accepted",
        ]
        refs += names.map { ($0, id) }
        let nothing = ObjectName.unknown(&random)
        refs += [("refs/heads/blob", blob), ("refs/heads/nothing", nothing), ("refs/tags/zero", .zero)]
    }

    /// A commit that no Git would write.
    mutating func addOddCommit() {
        let odd = number(0...9)
        let (unknown, size) = (ObjectName.unknown(&random), number(1...4) << 20)
        commitText = { tree, parent in
            let person = "Test <test@example.org> 1700000000 +0000"
            func text(_ author: String, _ message: String = "Change\n", parents: [ObjectName] = [parent]) -> String {
                "tree \(tree)\n" + parents.map { "parent \($0)\n" }.joined()
                    + "author \(author)\ncommitter \(author)\n\n\(message)"
            }
            return switch odd {
            case 0: text("Test <test@example.org> \(Int64.max) +0000")
            case 1: text("Test <test@example.org> -1 +9999")
            case 2: text("no address at all")
            case 3: text("<<>>\u{1B}[2J <\u{202E}> 1e9 x")
            case 4: text(person, String(repeating: "A long message. ", count: size / 16))
            case 5: text(person, parents: Array(repeating: parent, count: 20_000))
            case 6: text(person, parents: [unknown])
            case 7: "author \(person)\ncommitter \(person)\n\nno tree\n"
            case 8: "tree \(unknown)\nauthor \(person)\ncommitter \(person)\n\nan unknown tree\n"
            default: "tree \(tree)"
            }
        }
    }
}
