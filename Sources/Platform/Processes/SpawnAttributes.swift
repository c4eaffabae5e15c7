internal import CLinux
internal import Glibc

/// The owner of a `posix_spawnattr_t`: signals as a new program expects them, and its session.
struct SpawnAttributes: ~Copyable {
    let pointer: UnsafeMutablePointer<posix_spawnattr_t>

    init(newSession: Bool) throws(SystemError) {
        let memory = UnsafeMutablePointer<posix_spawnattr_t>.allocate(capacity: 1)
        var code = posix_spawnattr_init(memory)
        if code == 0 { code = SpawnAttributes.fill(memory, newSession) }
        guard code == 0 else {
            memory.deallocate()
            throw SystemError(code: code, action: "prepare the start of a program")
        }
        pointer = memory
    }

    deinit {
        posix_spawnattr_destroy(pointer)
        pointer.deallocate()
    }

    private static func fill(_ attributes: UnsafeMutablePointer<posix_spawnattr_t>, _ newSession: Bool) -> Int32 {
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        let flags =
            POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (newSession ? Int32(reconciler_SPAWN_SETSID) : 0)
        let codes = [
            posix_spawnattr_setsigmask(attributes, &none),
            posix_spawnattr_setsigdefault(attributes, &all),
            posix_spawnattr_setflags(attributes, Int16(flags)),
        ]
        return codes.first { $0 != 0 } ?? 0
    }
}
