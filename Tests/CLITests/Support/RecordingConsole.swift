import Synchronization

@testable import CLI

/// Remembers what a command writes.
final class RecordingConsole: Console {
    private let written = Mutex<[UInt8]>([])
    private let said = Mutex<[String]>([])
    let isTerminal: Bool
    let usesColour = false
    let width: Int

    init(isTerminal: Bool = false, width: Int = 80) {
        self.isTerminal = isTerminal
        self.width = width
    }

    var output: String { String(decoding: written.withLock { $0 }, as: UTF8.self) }
    var messages: [String] { said.withLock { $0 } }

    func write(_ bytes: [UInt8]) { written.withLock { $0 += bytes } }

    func say(_ message: String) { said.withLock { $0.append(message) } }
}
