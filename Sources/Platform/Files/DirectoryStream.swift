internal import Glibc

/// Reads the names in an open folder, as the bytes they are.
enum DirectoryStream {
    /// A name and the zero byte that ends it.
    typealias Name = [UInt8]

    /// The names in the folder without "." and "..", in the file system's order.
    ///
    /// At most `limit` of them; the rest is left for another call.
    static func names(of folder: borrowing Descriptor, limit: Int = Int.max) throws(SystemError) -> [Name] {
        let copy = try Descriptor.open(".", [.read, .directory], in: folder.number).release()
        guard let stream = fdopendir(copy) else {
            let code = errno
            _ = close(copy)
            throw SystemError(code: code, action: "list a folder")
        }
        defer { _ = closedir(stream) }
        var names: [Name] = []
        while names.count < limit, let name = try next(stream) {
            if !isSelfOrParent(name) { names.append(name) }
        }
        return names
    }

    private static func next(_ stream: OpaquePointer) throws(SystemError) -> Name? {
        errno = 0
        guard let entry = readdir(stream) else {
            let code = errno
            guard code == 0 else { throw SystemError(code: code, action: "list a folder") }
            return nil
        }
        return withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            Array(bytes.prefix { $0 != 0 }) + [0]
        }
    }

    private static func isSelfOrParent(_ name: Name) -> Bool {
        name == [0x2E, 0] || name == [0x2E, 0x2E, 0]
    }
}
