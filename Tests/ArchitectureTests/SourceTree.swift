import Foundation

/// The program's sources as text.
struct SourceFile: Sendable, Hashable, CustomStringConvertible {
    /// Relative to the checkout.
    let path: String
    let lines: [String]

    var description: String { path }

    /// The target that the file belongs to: its folder below `Sources`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The modules that the file imports.
    var imports: [String] {
        lines.compactMap { line in
            line.wholeMatch(of: /\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?(\w+).*/).map { String($0.1) }
        }
    }
}

enum SourceTree {
    static let checkout = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file below `Sources`.
    static let files = swiftFiles(below: "Sources")

    /// Every Swift file below `Tests`.
    static let tests = swiftFiles(below: "Tests")

    /// The header of every system library.
    static let shims: [SourceFile] = files(below: "Sources/SystemLibraries") { $0.hasSuffix("/shim.h") }

    /// Whether there is such a folder in the checkout.
    static func hasFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let full = checkout.appendingPathComponent(path).path
        return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func swiftFiles(below folder: String) -> [SourceFile] {
        files(below: folder) { $0.hasSuffix(".swift") }
    }

    private static func files(below folder: String, where isWanted: (String) -> Bool) -> [SourceFile] {
        let top = checkout.appendingPathComponent(folder).path
        let names = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
        return names.filter(isWanted).sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: "\(top)/\(name)") else { return nil }
            let text = String(decoding: data, as: UTF8.self)
            return SourceFile(
                path: "\(folder)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            )
        }
    }
}
