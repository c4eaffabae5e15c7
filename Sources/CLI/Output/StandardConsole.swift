internal import Glibc
internal import Platform

/// Standard output for results, standard error for messages.
struct StandardConsole: Console {
    let isTerminal: Bool
    let usesColour: Bool
    private let hasWidth: Bool

    init(environment: [String: String]) {
        hasWidth = isatty(STDOUT_FILENO) == 1
        isTerminal = hasWidth && environment["TERM"] != "dumb"
        usesColour = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
    }

    var width: Int {
        let width = Int(size?.ws_col ?? 0)
        return width > 0 ? width : 80
    }

    var rows: Int {
        let rows = Int(size?.ws_row ?? 0)
        return rows > 0 ? rows : 24
    }

    var lineWidth: Int? { hasWidth ? width : nil }

    /// Nil where the terminal does not say it.
    private var size: winsize? {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    func write(_ bytes: [UInt8]) throws { try StandardStream.write(bytes, to: STDOUT_FILENO) }

    func say(_ message: String) {
        // With nobody to read messages there is nobody to tell that either.
        try? StandardStream.write(Array("reconciler: \(message)\n".utf8), to: STDERR_FILENO)
    }
}

/// Writes to a descriptor that this process was given and does not own.
enum StandardStream {
    static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
        let stream = Descriptor(adopting: number)
        do {
            try stream.writeAll(bytes)
        } catch {
            _ = stream.release()
            throw error
        }
        _ = stream.release()
    }
}
