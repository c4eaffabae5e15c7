internal import Glibc

/// Why a lock was not obtained.
package enum FileLockFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Somebody else holds it.
    case held(path: String)
    case failed(SystemError)

    package var description: String {
        switch self {
        case .held(let path): "the lock \(path) is held by another process"
        case .failed(let error): error.description
        }
    }
}

/// An exclusive lock on a file (`flock`), held until its owner and every process that inherited the descriptor let go.
///
/// A program that another thread is starting at the same time holds it too until it runs: for a moment more.
/// The file stays when the lock goes: removing a lock file lets two holders in.
package struct FileLock: ~Copyable, Sendable {
    /// The locked file.
    ///
    /// Its number may be handed to a child, which then holds the lock too.
    package let descriptor: Descriptor

    /// Locks the file at `path`, making it where it is missing.
    ///
    /// Never waits. A relative path starts at `directory`, the descriptor of an open folder, if given.
    package init(_ path: String, in directory: Int32? = nil, mode: UInt32 = 0o600) throws(FileLockFailure) {
        let file: Descriptor
        do {
            file = try Descriptor.open(path, [.readWrite, .create, .noFollow], in: directory, mode: mode)
        } catch {
            throw .failed(error)
        }
        try self.init(adopting: file, path: path)
    }

    /// Locks the file at `path`, trying again for so many milliseconds while somebody holds it.
    ///
    /// A process that was killed while it started a program leaves its locks to that program for a moment, and so does
    /// this one to a program that another thread is starting.
    package static func acquire(_ path: String, within patience: Int64) async throws -> FileLock {
        let deadline = BootClock.now() + patience
        while BootClock.now() < deadline {
            if let lock = try free(path) { return lock }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try FileLock(path)
    }

    /// Nil if somebody holds it.
    private static func free(_ path: String) throws(FileLockFailure) -> FileLock? {
        do {
            return try FileLock(path)
        } catch {
            if case .held = error { return nil }
            throw error
        }
    }

    /// Takes over a descriptor that was inherited with its lock, or locks it now.
    ///
    /// `path` names the file in errors.
    package init(adopting file: consuming Descriptor, path: String) throws(FileLockFailure) {
        try FileLock.lock(file.number, path)
        descriptor = file
    }

    /// Whether anybody holds the lock on the file at `path` now; a missing file is held by nobody.
    package static func isHeld(_ path: String, in directory: Int32? = nil) throws(SystemError) -> Bool {
        do {
            let file = try Descriptor.open(path, [.read, .noFollow, .nonBlocking], in: directory)
            try systemCall("try the lock \(path)") { flock(file.number, LOCK_EX | LOCK_NB) }
            return false
        } catch  where error.code == EWOULDBLOCK {
            return true
        } catch  where error.isMissing {
            return false
        }
    }

    /// Whether the lock is still held after so many milliseconds; says no as soon as it is free.
    ///
    /// A process that was killed while it started a program leaves its locks to that program for a moment. No thread
    /// waits.
    package static func staysHeld(_ path: String, for patience: Int64) async throws -> Bool {
        let deadline = BootClock.now() + patience
        while try isHeld(path) {
            guard BootClock.now() < deadline else { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private static func lock(_ number: Int32, _ path: String) throws(FileLockFailure) {
        do {
            try systemCall("lock \(path)") { flock(number, LOCK_EX | LOCK_NB) }
        } catch {
            throw error.code == EWOULDBLOCK ? .held(path: path) : .failed(error)
        }
    }
}
