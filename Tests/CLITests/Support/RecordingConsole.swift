import Synchronization

@testable import CLI

/// Remembers what a command writes.
final class RecordingConsole: Console {
    private let written = Mutex<[UInt8]>([])
    private let said = Mutex<[String]>([])
    let isTerminal: Bool
    let usesColour = false
    let width: Int
    let rows: Int

    init(isTerminal: Bool = false, width: Int = 80, rows: Int = 24) {
        self.isTerminal = isTerminal
        self.width = width
        self.rows = rows
    }

    var lineWidth: Int? { isTerminal ? width : nil }

    var output: String { String(decoding: written.withLock { $0 }, as: UTF8.self) }
    var messages: [String] { said.withLock { $0 } }

    func write(_ bytes: [UInt8]) { written.withLock { $0 += bytes } }

    func say(_ message: String) { said.withLock { $0.append(message) } }
}
