/// The loops among which the loop that accepts connections shares them out, itself the first of them.
struct LoopTeam {
    private let others: [LoopMailbox]
    /// How many connections each has; nil for one that has ended.
    private var loads: [Int?]

    init(_ others: [LoopMailbox]) {
        self.others = others
        loads = Array(repeating: 0, count: others.count + 1)
    }

    /// Where the next connection goes: its loop has the fewest.
    mutating func next() -> (loop: Int, mailbox: LoopMailbox?) {
        let open = loads.indices.filter { loads[$0] != nil }
        let loop = open.min { (loads[$0] ?? 0) < (loads[$1] ?? 0) } ?? 0
        loads[loop] = (loads[loop] ?? 0) + 1
        return (loop, loop == 0 ? nil : others[loop - 1])
    }

    mutating func connectionClosed(at loop: Int) { loads[loop] = loads[loop].map { $0 - 1 } }

    mutating func loopEnded(_ loop: Int) { loads[loop] = nil }
}
