import Foundation
import Glibc
import Platform
import Synchronization

/// A remote that serves one hostile repository after the other, over `git://`.
///
/// Git's own server would refuse most of them. This one sends every object that was written, whatever it says.
package final class HostileRemote: Sendable {
    private let listener: GitListener
    private let served: Mutex<HostileListing>
    private let prefix: String

    /// Begins with a repository of one service that does nothing; the names of all services begin with `prefix`.
    package init(names prefix: String) throws {
        listener = try GitListener()
        served = Mutex(try HostileListing(try HostileRepository(calm: prefix)))
        self.prefix = prefix
        let number = listener.number
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(number, nil, nil)
                guard client >= 0, let listing = self?.listing else { break }
                Thread.detachNewThread {
                    var conversation = HostileConversation(client)
                    conversation.run(listing)
                }
            }
        }
    }

    deinit {
        // Wakes the thread; the listener closes the socket after that.
        shutdown(listener.number, Int32(SHUT_RDWR))
    }

    package var url: String { "git://127.0.0.1:\(listener.port)/hostile.git" }

    /// The service that every repository has, and that is never changed.
    package var calmService: String { "\(prefix)-calm" }

    /// From now on the repository of this recipe is there.
    ///
    /// - Returns: Its tip.
    @discardableResult
    package func serve(_ recipe: HostileRecipe) throws -> String {
        try serve(HostileListing(try HostileRepository(recipe, names: prefix)))
    }

    /// From now on the one is there that it began with.
    @discardableResult
    package func calmDown() throws -> String {
        try serve(HostileListing(try HostileRepository(calm: prefix)))
    }

    private func serve(_ listing: HostileListing) -> String {
        served.withLock { $0 = listing }
        return listing.head
    }

    private var listing: HostileListing { served.withLock { $0 } }
}

/// What a hostile server says.
struct HostileListing: Sendable {
    let head: String
    let advertisement: [UInt8]
    let pack: [UInt8]

    init(_ repository: borrowing HostileRepository) throws {
        head = repository.head.description
        var refs = [(name: "refs/heads/main", id: repository.head)]
        refs += repository.refs
        let capabilities = "\u{0}symref=HEAD:refs/heads/main ofs-delta agent=hostile/1"
        advertisement =
            Self.packet("\(head) HEAD\(capabilities)\n")
            + refs.flatMap { Self.packet("\($0.id) \($0.name)\n") } + Array("0000".utf8)
        let whole = try Self.pack(of: repository.objects)
        pack = repository.damage?.applied(to: whole) ?? whole
    }

    /// A line as the protocol frames it (gitprotocol-common(5)).
    static func packet(_ text: String) -> [UInt8] {
        let length = String(text.utf8.count + 4, radix: 16)
        return Array((String(repeating: "0", count: 4 - length.count) + length + text).utf8)
    }

    /// Every object; nobody looks into one.
    private static func pack(of objects: borrowing RawObjects) throws -> [UInt8] {
        let folder = objects.repository
        let (names, output) = ("\(folder)/names", "\(folder)/pack")
        let list = objects.written.map { "\($0)\n" }.sorted().joined()
        try Data(list.utf8).write(to: URL(fileURLWithPath: names))
        let input = try Descriptor.open(names)
        let pack = try Descriptor.open(output, [.readWrite, .create])
        let status = try SpawnRequest(
            executable: try GitProgram.find("git", package: "git"),
            arguments: ["pack-objects", "-q", "--stdout", "--window=0", "--threads=1", "--compression=1"],
            environment: GitProgram.environment,
            workingDirectory: folder,
            descriptors: [0: input.number, 1: pack.number]
        ).start().wait()
        guard status.isSuccess else { throw GitProgram.Failure(description: "git pack-objects ended: \(status)") }
        return try pack.pread(upTo: Int(try pack.size()), at: 0)
    }
}

/// One connection of a client that lists, and perhaps fetches.
private struct HostileConversation {
    private let client: Int32
    private var buffer: [UInt8] = []

    init(_ client: Int32) {
        self.client = client
    }

    /// Returns when either end has closed.
    mutating func run(_ listing: HostileListing) {
        answer(listing)
        close(client)
    }

    private mutating func answer(_ listing: HostileListing) {
        // The first line says what is wanted; there is but one thing here.
        guard packet() != nil, say(listing.advertisement) else { return }
        var wants = false
        var isNegotiating = false
        while let line = packet() {
            if line.starts(with: Array("want ".utf8)) { wants = true }
            if line.starts(with: Array("done".utf8)) {
                _ = say(HostileListing.packet("NAK\n")) && say(listing.pack)
                return
            }
            guard line.isEmpty else { continue }
            guard wants else { return }
            // The first pause ends the wants, every other one waits for an answer to what the client has.
            if isNegotiating, !say(HostileListing.packet("NAK\n")) { return }
            isNegotiating = true
        }
    }

    /// The next line without its length, empty for a pause; nil at the end.
    private mutating func packet() -> [UInt8]? {
        guard let digits = take(4), let length = Int(String(decoding: digits, as: UTF8.self), radix: 16) else {
            return nil
        }
        return length <= 4 ? [] : take(length - 4)
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            var portion = [UInt8](repeating: 0, count: 65_536)
            let size = read(client, &portion, portion.count)
            guard size > 0 else { return nil }
            buffer += portion.prefix(size)
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func say(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
