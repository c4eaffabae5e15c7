internal import Domain
internal import Glibc
internal import Platform

/// Asks the person at the terminal for a password, or reads it from what is piped in.
protocol PasswordPrompt: Sendable {
    /// The new password of a user, said twice at a terminal.
    ///
    /// - Throws: ``CommandFailure`` if there is none, or the two differ.
    func newPassword(of user: UserName) throws -> String
}

/// Standard input, and the terminal if it is one.
struct StandardPasswordPrompt: PasswordPrompt {
    /// The most that is read, in bytes: a password with its line break, and room to say that it is too long.
    private static let limit = Password.longest + 256

    func newPassword(of user: UserName) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try PasswordText.of(Self.everything()) }
        let first = try ask("Password of \(user): ")
        guard try ask("The same again: ") == first else {
            throw CommandFailure(.failed, "the two passwords differ; nothing was changed")
        }
        return first
    }

    private static func everything() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit, let more = try StandardInput.read(upTo: limit - bytes.count) { bytes += more }
        return bytes
    }

    /// Reads one line without showing it.
    private func ask(_ question: String) throws -> String {
        try StandardStream.write(Array(question.utf8), to: STDERR_FILENO)
        let line = Result { try SilentTerminal.line(atMost: Self.limit) }
        try StandardStream.write([UInt8(ascii: "\n")], to: STDERR_FILENO)
        return try PasswordText.of(line.get())
    }
}

/// A password in a file or a stream, which a line break may end.
enum PasswordText {
    /// - Throws: ``CommandFailure`` for what cannot be a password.
    static func of(_ bytes: [UInt8]) throws(CommandFailure) -> String {
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.failed, "the password is not UTF-8")
        }
        if let last = text.last, last.isNewline { text.removeLast() }
        guard !text.contains(where: \.isNewline) else {
            throw CommandFailure(.failed, "the password has more than one line")
        }
        guard Password(text) != nil else {
            throw CommandFailure(
                .failed,
                text.isEmpty
                    ? "there is no password: type it at the terminal, pipe it in, or name a file with --password-file"
                    : "the password is longer than \(Password.longest) bytes"
            )
        }
        return text
    }
}

/// What this process was given to read.
enum StandardInput {
    /// The next bytes; nil at the end.
    static func read(upTo count: Int) throws(SystemError) -> [UInt8]? {
        let stream = Descriptor(adopting: STDIN_FILENO)
        let bytes: [UInt8]
        do {
            bytes = try stream.read(upTo: count)
        } catch {
            _ = stream.release()
            throw error
        }
        _ = stream.release()
        return bytes.isEmpty ? nil : bytes
    }
}

/// The terminal with its echo switched off.
enum SilentTerminal {
    /// One line; the terminal is as before afterwards, also when the person breaks off.
    static func line(atMost limit: Int) throws -> [UInt8] {
        var before = termios()
        try systemCall("look at the terminal") { tcgetattr(STDIN_FILENO, &before) }
        var silent = before
        // Without signals Ctrl-C is a character: it ends the question, and not this process with the echo off.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG | ICANON)
        try systemCall("switch the terminal's echo off") { tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) }
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
        return try characters(atMost: limit)
    }

    private static func characters(atMost limit: Int) throws -> [UInt8] {
        var line: [UInt8] = []
        while line.count < limit, let byte = try StandardInput.read(upTo: 1)?.first {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x04: return line
            case 0x03: throw CommandFailure(.failed, "broken off; nothing was changed")
            case 0x08, 0x7F: Self.removeLast(&line)
            default: line.append(byte)
            }
        }
        return line
    }

    /// Removes the last character, which may be several bytes.
    private static func removeLast(_ line: inout [UInt8]) {
        while let byte = line.popLast(), byte & 0xC0 == 0x80 {}
    }
}
