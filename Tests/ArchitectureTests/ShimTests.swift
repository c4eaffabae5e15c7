import Testing

@Suite("The headers of the system libraries")
struct ShimTests {
    @Test("give a reason for everything that they add to the library's own")
    func reasons() {
        for shim in SourceTree.shims {
            for (index, paragraph) in Self.paragraphs(of: shim).enumerated() where index > 0 {
                let first = paragraph.first ?? ""
                let isPlain = paragraph.allSatisfy { $0.hasPrefix("#include") }
                #expect(isPlain || first.hasPrefix("//"), "\(shim): no reason above \(first)")
            }
        }
    }

    @Test("are included once")
    func once() {
        #expect(SourceTree.shims.count == 4)
        for shim in SourceTree.shims { #expect(shim.lines.first == "#pragma once", "\(shim)") }
    }

    /// What stands between blank lines; a function's own blank lines do not part it.
    private static func paragraphs(of shim: SourceFile) -> [[String]] {
        var paragraphs: [[String]] = [[]]
        for line in shim.lines {
            if line.isEmpty {
                paragraphs.append([])
            } else {
                paragraphs[paragraphs.count - 1].append(line)
            }
        }
        return paragraphs.filter { $0.first?.hasPrefix(" ") == false }
    }
}
