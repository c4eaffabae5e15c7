internal import Glibc
internal import Platform

/// Making files, links and folders in a folder that is open, by names that are bytes.
enum ExportedFolder {
    /// Opens the folder of that name, which is made if it is missing; through no link.
    static func open(_ name: ArraySlice<UInt8>, in parent: Int32) throws(SystemError) -> Descriptor {
        let place = characters(name)
        do {
            try systemCall("make a folder in the export") { mkdirat(parent, place, 0o700) }
        } catch  where error.code == EEXIST {
            return try existing(place, in: parent)
        }
        let made = try existing(place, in: parent)
        let number = made.number
        try systemCall("set a folder's mode in the export") { fchmod(number, 0o755) }
        return made
    }

    private static func existing(_ name: [CChar], in parent: Int32) throws(SystemError) -> Descriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        return Descriptor(adopting: try systemCall("open a folder of the export") { openat(parent, name, flags) })
    }

    /// Writes a new file, part by part; one that is there is an error.
    ///
    /// - `willWrite`: Told how many bytes come next.
    ///
    /// - Throws: ``SystemError``, or what `willWrite` throws.
    static func write(
        _ bytes: UnsafeRawBufferPointer,
        _ name: ArraySlice<UInt8>,
        _ mode: UInt32,
        in parent: Int32,
        willWrite: (Int) throws -> Void
    ) throws {
        let place = characters(name)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let number = try systemCall("make \(text(name)) in the export") { openat(parent, place, flags, 0o600) }
        let file = Descriptor(adopting: number)
        try fill(file, bytes, text(name), willWrite)
        try systemCall("set the mode of \(text(name)) in the export") { fchmod(number, mode) }
    }

    private static func fill(
        _ file: borrowing Descriptor,
        _ bytes: UnsafeRawBufferPointer,
        _ name: String,
        _ willWrite: (Int) throws -> Void
    ) throws {
        let number = file.number
        var written = 0
        while written < bytes.count {
            let part = UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(portion))
            try willWrite(part.count)
            written += try systemCall("write \(name) in the export") {
                Glibc.write(number, part.baseAddress, part.count)
            }
        }
    }

    /// How many bytes are written at once.
    private static let portion = 1 << 20

    static func link(_ name: ArraySlice<UInt8>, to target: [UInt8], in parent: Int32) throws(SystemError) {
        let (place, destination) = (characters(name), characters(target[...]))
        try systemCall("make the link \(text(name)) in the export") { symlinkat(destination, parent, place) }
    }

    private static func characters(_ name: ArraySlice<UInt8>) -> [CChar] { name.map { CChar(bitPattern: $0) } + [0] }

    private static func text(_ name: ArraySlice<UInt8>) -> String { String(decoding: name, as: UTF8.self) }
}
