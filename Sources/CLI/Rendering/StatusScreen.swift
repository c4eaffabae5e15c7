/// Blocks of lines one below the other, of which a terminal shows as much as it has rows.
struct StatusScreen {
    /// Lines of one kind.
    struct Block {
        /// What is shown in any case, above and below.
        var head: [String] = []
        var entries: [[String]]
        var tail: [String] = []
        /// What an entry is called, where some are not shown.
        let noun: String
        /// Which part of the rows it gets where there are too few for all: one of so many, or, with nil, what is left.
        let share: Int?

        fileprivate var fixed: Int { head.count + tail.count }
        fileprivate var needed: Int { entries.reduce(0) { $0 + $1.count } }
    }

    private let blocks: [Block]

    init(_ blocks: [Block]) {
        self.blocks = blocks.filter { $0.fixed > 0 || $0.needed > 0 }
    }

    /// All lines.
    var lines: [String] { joined(blocks.map { Self.whole($0) }) }

    /// Not more lines than this, which say what is not among them.
    func lines(rows: Int) -> [String] {
        var room = rows - blocks.reduce(0) { $0 + $1.fixed } - (blocks.count - 1)
        guard blocks.reduce(0, { $0 + $1.needed }) > room else { return lines }
        var shown = blocks.map { Self.whole($0) }
        for (index, block) in blocks.enumerated() {
            guard let share = block.share else { continue }
            shown[index] = Self.part(of: block, room: min(block.needed, max(1, rows / share)))
            room -= shown[index].count - block.fixed
        }
        for (index, block) in blocks.enumerated() where block.share == nil {
            shown[index] = Self.part(of: block, room: max(1, room))
            room -= shown[index].count - block.fixed
        }
        return Array(joined(shown).prefix(rows))
    }

    private func joined(_ blocks: [[String]]) -> [String] { Array(blocks.joined(separator: [""])) }

    private static func whole(_ block: Block) -> [String] { block.head + block.entries.joined() + block.tail }

    private static func part(of block: Block, room: Int) -> [String] {
        guard block.needed > room else { return whole(block) }
        var (shown, left, count) = ([String](), room - 1, 0)
        for entry in block.entries {
            guard entry.count <= left else { break }
            shown += entry
            left -= entry.count
            count += 1
        }
        return block.head + shown + ["… and \(block.entries.count - count) more \(block.noun)"] + block.tail
    }
}
