internal import CLinux
internal import Glibc

/// Copies what a folder holds: regular files, folders, and symlinks that stay inside of it.
///
/// Nothing is followed, and what else there is is left out: others may have made it, and may go on.
package struct FolderCopy: ~Copyable {
    /// What may be copied at most.
    package struct Limits: Hashable, Sendable {
        package var entries: Int
        package var bytes: Int64

        package init(entries: Int, bytes: Int64) {
            self.entries = entries
            self.bytes = bytes
        }
    }

    /// What was copied.
    package struct Amount: Hashable, Sendable {
        package fileprivate(set) var entries: Int
        package fileprivate(set) var bytes: Int64
        /// What was left out: devices, sockets, pipes, and symlinks that lead outside.
        package fileprivate(set) var omitted = 0

        package init(entries: Int = 0, bytes: Int64 = 0) {
            (self.entries, self.bytes) = (entries, bytes)
        }
    }

    /// How deep folders may be nested: so many descriptors are open at once, twice.
    private static let deepest = 64
    private static let piece = 1 << 20

    private let limits: Limits
    private let goOn: () throws -> Void
    private var amount = Amount()

    private init(_ limits: Limits, _ goOn: @escaping () throws -> Void) {
        self.limits = limits
        self.goOn = goOn
    }

    /// Copies what the folder at `source` holds into a new folder at `target`, which only its owner may enter.
    ///
    /// Files inside are readable for everybody, and executable if they were. `goOn` is asked again and again, and ends
    /// the copying by an error.
    ///
    /// - Throws: ``TooMuchToCopy`` beyond the limits; what was copied until then stays.
    package static func copy(
        _ source: String,
        to target: String,
        limits: Limits,
        goOn: @escaping () throws -> Void = {}
    ) throws -> Amount {
        var copy = FolderCopy(limits, goOn)
        let from = try Descriptor.open(source, [.read, .directory, .noFollow])
        try systemCall("make the folder \(target)") { mkdir(target, 0o700) }
        let into = try Descriptor.open(target, [.read, .directory, .noFollow])
        try copy.copyContents(of: from, to: into, depth: 0)
        return copy.amount
    }

    private mutating func copyContents(
        of source: borrowing Descriptor,
        to target: borrowing Descriptor,
        depth: Int
    ) throws {
        guard depth < Self.deepest else {
            throw TooMuchToCopy(what: "folders nested deeper than \(Self.deepest)")
        }
        for name in try DirectoryStream.names(of: source, limit: limits.entries - amount.entries + 1) {
            try count()
            let place = Place(name, source.number, target.number)
            switch try place.kind() {
            case S_IFDIR: try copyFolder(place, depth)
            case S_IFREG: try copyFile(place)
            case S_IFLNK: try copyLink(place, depth)
            default: omit()
            }
        }
    }

    private mutating func omit() {
        amount.entries -= 1
        amount.omitted += 1
    }

    private mutating func count() throws {
        try goOn()
        amount.entries += 1
        guard amount.entries <= limits.entries else {
            throw TooMuchToCopy(what: "more than \(limits.entries) files and folders")
        }
    }

    private mutating func copyFolder(_ place: Place, _ depth: Int) throws {
        let from = try place.openSource(O_RDONLY | O_DIRECTORY)
        try systemCall("make a folder") { mkdirat(place.target, place.name, 0o700) }
        let into = Descriptor(
            adopting: try systemCall("open a folder") {
                openat(place.target, place.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            }
        )
        try copyContents(of: from, to: into, depth: depth + 1)
        try systemCall("set the mode of a folder") { fchmod(into.number, 0o755) }
    }

    private mutating func copyFile(_ place: Place) throws {
        let from = try place.openSource(O_RDONLY | O_NONBLOCK)
        var information = stat()
        try systemCall("look at a file") { fstat(from.number, &information) }
        guard information.st_mode & S_IFMT == S_IFREG else { return omit() }
        let into = Descriptor(
            adopting: try systemCall("make a file") {
                openat(
                    place.target,
                    place.name,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    0o600
                )
            }
        )
        while true {
            let bytes = try from.read(upTo: Self.piece)
            guard !bytes.isEmpty else { break }
            amount.bytes += Int64(bytes.count)
            guard amount.bytes <= limits.bytes else {
                throw TooMuchToCopy(what: "more than \(limits.bytes) bytes")
            }
            try goOn()
            try into.writeAll(bytes)
        }
        let mode: mode_t = information.st_mode & 0o111 == 0 ? 0o644 : 0o755
        try systemCall("set the mode of a file") { fchmod(into.number, mode) }
    }

    private mutating func copyLink(_ place: Place, _ depth: Int) throws {
        guard let target = try place.linkTarget(), Self.staysInside(target, depth: depth) else {
            return omit()
        }
        let text = (target + [0]).map { CChar(bitPattern: $0) }
        try systemCall("make a symlink") { symlinkat(text, place.target, place.name) }
    }

    /// Whether a link that is so deep in the folder leads to a place in it, whatever its way leads through.
    ///
    /// ".." may only begin it: behind another name it would go up from where that leads.
    static func staysInside(_ target: [UInt8], depth: Int) -> Bool {
        guard let first = target.first, first != UInt8(ascii: "/") else { return false }
        let names = target.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        let ups = names.prefix { $0.elementsEqual("..".utf8) }.count
        return ups <= depth && !names.dropFirst(ups).contains { $0.elementsEqual("..".utf8) }
    }

    /// A name in the folder that is copied and in the one that it is copied to.
    private struct Place {
        let name: [CChar]
        let source: Int32
        let target: Int32

        init(_ name: DirectoryStream.Name, _ source: Int32, _ target: Int32) {
            self.name = name.map { CChar(bitPattern: $0) }
            (self.source, self.target) = (source, target)
        }

        func kind() throws(SystemError) -> mode_t {
            var information = stat()
            try systemCall("look at a file") { fstatat(source, name, &information, AT_SYMLINK_NOFOLLOW) }
            return information.st_mode & S_IFMT
        }

        func openSource(_ flags: Int32) throws(SystemError) -> Descriptor {
            Descriptor(
                adopting: try systemCall("open a file to copy it") {
                    openat(source, name, flags | O_NOFOLLOW | O_CLOEXEC)
                }
            )
        }

        /// Nil for one that is longer than a path may be.
        func linkTarget() throws(SystemError) -> [UInt8]? {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = try systemCall("read a symlink") {
                readlinkat(source, name, &buffer, buffer.count)
            }
            return count < buffer.count ? buffer.prefix(count).map { UInt8(bitPattern: $0) } : nil
        }
    }
}

/// A folder holds more than may be copied.
package struct TooMuchToCopy: Error, Hashable, CustomStringConvertible {
    package let what: String

    package var description: String { "there are \(what)" }
}
