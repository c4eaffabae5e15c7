import Testing

/// What a page tells its readers to type, and to write into files: its code blocks that are marked for it.
///
/// `<!-- run: SCENE -->` stands before commands of a scene, `<!-- run: SCENE, in the background -->` before one that
/// does not end by itself, and `<!-- file: PATH -->` before what a file holds.
struct DocumentedPage {
    struct Block: Equatable {
        let mark: String
        let text: String
    }

    let blocks: [Block]

    /// Reads a page of the checkout.
    init(_ path: String) throws {
        self.init(text: try #require(TextFile.read("\(Program.checkout)/\(path)")))
    }

    init(text: String) {
        var blocks: [Block] = []
        var (mark, fence, body) = (String?.none, Int?.none, [Substring]())
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop { $0 == " " }
            let isFence = words.hasPrefix("```")
            switch (mark, fence) {
            case (let found?, let indent?):
                if isFence {
                    blocks.append(Block(mark: found, text: body.map { $0 + "\n" }.joined()))
                    (mark, fence, body) = (nil, nil, [])
                } else {
                    body.append(line.dropFirst(min(indent, line.count - words.count)))
                }
            case (_?, nil): if isFence { fence = line.count - words.count } else { mark = nil }
            case (nil, _): mark = Self.mark(words)
            }
        }
        self.blocks = blocks
    }

    private static func mark(_ line: Substring) -> String? {
        line.firstMatch(of: /^<!-- ((?:run|file): .*) -->$/).map { String($0.1) }
    }

    /// The commands of a scene as one script for bash, in which `in_background` starts what does not end.
    func script(_ scene: String) -> String {
        blocks.compactMap { block in
            switch block.mark {
            case "run: \(scene)": block.text
            case "run: \(scene), in the background": "in_background <<'TYPED'\n\(block.text)TYPED\n"
            default: nil
            }
        }.joined()
    }

    /// The files that it shows.
    var files: [ConfigRepository.Change] {
        blocks.compactMap { block in
            guard block.mark.hasPrefix("file: ") else { return nil }
            return .file(String(block.mark.dropFirst(6)), block.text)
        }
    }
}
