internal import CLinux
internal import Glibc

/// The owner of a `posix_spawn_file_actions_t`: what happens to descriptors between start and program.
struct SpawnFileActions: ~Copyable {
    let pointer: UnsafeMutablePointer<posix_spawn_file_actions_t>

    init() throws(SystemError) {
        let memory = UnsafeMutablePointer<posix_spawn_file_actions_t>.allocate(capacity: 1)
        let code = posix_spawn_file_actions_init(memory)
        guard code == 0 else {
            memory.deallocate()
            throw SystemError(code: code, action: "prepare the start of a program")
        }
        pointer = memory
    }

    deinit {
        posix_spawn_file_actions_destroy(pointer)
        pointer.deallocate()
    }

    /// Leaves the child exactly these descriptors, besides `/dev/null` for missing standard ones.
    ///
    /// `sources` maps the child's numbers to descriptors that are above all of them.
    borrowing func arrange(_ sources: [Int32: Int32]) throws(SystemError) {
        let highest = max(2, sources.keys.max() ?? 2)
        for (number, source) in sources.sorted(by: { $0.key < $1.key }) {
            try check(posix_spawn_file_actions_adddup2(pointer, source, number))
        }
        for number in 0...highest where sources[number] == nil {
            if number <= 2 {
                try check(posix_spawn_file_actions_addopen(pointer, number, "/dev/null", O_RDWR, 0))
            } else {
                try check(posix_spawn_file_actions_addclose(pointer, number))
            }
        }
        try check(posix_spawn_file_actions_addclosefrom_np(pointer, highest + 1))
    }

    borrowing func changeDirectory(to path: String) throws(SystemError) {
        try check(posix_spawn_file_actions_addchdir_np(pointer, path))
    }

    private borrowing func check(_ code: Int32) throws(SystemError) {
        guard code == 0 else { throw SystemError(code: code, action: "prepare the start of a program") }
    }
}
