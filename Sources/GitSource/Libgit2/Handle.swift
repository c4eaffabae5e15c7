internal import CLibgit2

/// The sole owner of one libgit2 object; frees it when it goes out of scope.
///
/// Not copyable, so it cannot be freed twice; internal, so no pointer leaves this module.
struct Handle: ~Copyable {
    typealias Free = @convention(c) (OpaquePointer?) -> Void

    let pointer: OpaquePointer
    private let free: Free

    /// Takes ownership of what `make` stores.
    ///
    /// - Parameters:
    ///   - task: What the call does, as the end of "could not …".
    ///   - free: The libgit2 function that releases this kind of object.
    ///   - make: Calls libgit2, storing the new object, and returns its code.
    /// - Throws: ``GitError`` if the call fails.
    init(
        _ task: @autoclosure () -> String,
        free: @escaping Free,
        make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var made: OpaquePointer?
        try check(task()) { make(&made) }
        guard let made else {
            throw GitError(task: task(), code: 0, category: 0, message: "libgit2 reported success and returned nothing")
        }
        pointer = made
        self.free = free
    }

    deinit {
        free(pointer)
    }
}
