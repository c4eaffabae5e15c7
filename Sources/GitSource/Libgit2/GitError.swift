internal import CLibgit2

/// A libgit2 call that failed.
package struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, as the end of "could not …".
    package let task: String
    /// libgit2's return code; below zero.
    package let code: Int32
    /// The part of libgit2 that failed, as `git_error_t` numbers it.
    package let category: Int32
    /// libgit2's own explanation.
    package let message: String

    package var description: String { "could not \(task): \(message)" }
}

/// Calls libgit2 and turns a negative return code into a ``GitError``.
///
/// libgit2 keeps its last message per thread, so it is read here, at once, and nowhere else.
func check(_ task: @autoclosure () -> String, _ call: () -> Int32) throws(GitError) {
    let code = call()
    guard code < 0 else { return }
    let last = git_error_last()
    let message = last.map { String(cString: $0.pointee.message) } ?? "no further explanation (code \(code))"
    throw GitError(task: task(), code: code, category: last?.pointee.klass ?? 0, message: message)
}
