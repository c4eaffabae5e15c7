internal import CLinux
internal import Glibc

/// A system call that failed: what was being done, and the error number that came back.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The `errno` value.
    package let code: Int32
    /// What was being done, to follow "could not": "open the file /a/b".
    package let action: String

    package init(code: Int32, action: String) {
        self.code = code
        self.action = action
    }

    /// "could not open the file /a/b: No such file or directory".
    package var description: String { "could not \(action): \(SystemError.text(of: code))" }

    /// Whether a file, a folder or a part of its path was not there (ENOENT, ENOTDIR).
    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Whether what was there is no file with bytes at offsets, as a folder, a pipe, a socket and a symbolic link that
    /// was not to be followed are not (EISDIR, ELOOP, ENXIO, ESPIPE, EAGAIN).
    package var isOfNoPlainFile: Bool { [EISDIR, ELOOP, ENXIO, ESPIPE, EAGAIN].contains(code) }

    /// Whether a file has more bytes than were to be read (EFBIG).
    package var isOfTooLargeFile: Bool { code == EFBIG }

    /// Whether a named pipe was to be opened for writing that nobody reads (ENXIO).
    package var hasNoReader: Bool { code == ENXIO }

    /// Whether a program was to be started whose file is open for writing (ETXTBSY).
    package var isTextFileBusy: Bool { code == ETXTBSY }

    /// Whether a file was to be started that is no program (ENOEXEC).
    package var isNotExecutableFormat: Bool { code == ENOEXEC }

    /// The system's words for an error number.
    package static func text(of code: Int32) -> String {
        guard let words = strerrordesc_np(code) else { return "error \(code)" }
        return String(cString: words)
    }
}

/// Makes a call that answers -1 on failure, again as long as a signal interrupts it.
///
/// `action` is what is being done, to follow "could not"; it is only evaluated on failure.
@discardableResult
package func systemCall<Value: SignedInteger>(
    _ action: @autoclosure () -> String,
    _ call: () -> Value
) throws(SystemError) -> Value {
    while true {
        let value = call()
        guard value == -1 else { return value }
        let code = errno
        guard code == EINTR else { throw SystemError(code: code, action: action()) }
    }
}
