internal import Glibc

/// Where this program is.
package enum Paths {
    /// Starts this very program again when spawned, also after its file was replaced or removed.
    package static let ownExecutable = "/proc/self/exe"

    /// The folder that holds what the absolute `path` names.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The absolute path without symbolic links.
    package static func resolved(_ path: String) throws(SystemError) -> String {
        guard let real = realpath(path, nil) else { throw SystemError(code: errno, action: "find the folder \(path)") }
        defer { free(real) }
        return String(cString: real)
    }

    /// What a symbolic link holds.
    package static func target(ofLink link: String) throws(SystemError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = try systemCall("read the link \(link)") { readlink(link, &buffer, buffer.count) }
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
