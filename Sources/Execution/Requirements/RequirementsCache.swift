internal import Crypto
internal import Domain
internal import Platform

/// What was installed for runs before, in a folder of the state dir that no run with another user's rights can enter.
///
/// | name | is |
/// |---|---|
/// | `KEY-MILLISECONDS-MARK/` | what was installed at that time for everything that KEY stands for |
/// | `…/installed/` | `roles` and `collections` |
/// | `…/record.json` | what that was: written last, and read first |
/// | `.new-MILLISECONDS-MARK/` | one that is being made |
struct RequirementsCache {
    /// Absolute.
    let folder: String
    let limits: FolderCopy.Limits

    /// What may be kept of one run's requirements.
    static let limits = FolderCopy.Limits(entries: 200_000, bytes: 2 << 30)
    /// How many are kept at most, and how long after the last use, in milliseconds.
    private static let most = 64
    private static let longest: Int64 = 30 * 86_400_000
    /// How the name begins of one that is being made, and after how long nobody makes it any more.
    private static let halfMade = ".new-"
    private static let longestHalfMade: Int64 = 86_400_000

    /// Of the run's state folder.
    init(of run: RunFolder, limits: FolderCopy.Limits = Self.limits) {
        folder = Paths.folder(of: Paths.folder(of: run.path)) + "/requirements"
        self.limits = limits
    }

    /// One that is there.
    struct Entry: Hashable {
        let name: String
        let record: Record
        /// When it was installed, in milliseconds since 1970.
        let installed: Int64
    }

    struct Record: Hashable {
        let titles: [String]
        /// Whether the same names may stand for something else another time.
        let isMoving: Bool
        let amount: FolderCopy.Amount
    }

    /// The newest for this key; nil if there is none that can be read.
    func newest(_ key: String) throws -> Entry? {
        guard Folder.somethingExists(at: folder) else { return nil }
        for name in try Folder.names(in: folder).reversed() where name.hasPrefix(key + "-") {
            guard let installed = Self.moment(in: name),
                let json = try? RecordFile.read("\(folder)/\(name)/record.json"),
                let record = try? Record(json)
            else { continue }
            return Entry(name: name, record: record, installed: installed)
        }
        return nil
    }

    /// Copies what an entry holds to `target`, and takes note that it was used.
    ///
    /// - Throws: ``DamagedCache`` if it is not what was put in, and whatever keeps it from being read.
    func take(_ entry: Entry, to target: String, goOn: @escaping () throws -> Void) throws {
        let place = "\(folder)/\(entry.name)"
        let amount = try FolderCopy.copy("\(place)/installed", to: target, limits: limits, goOn: goOn)
        guard amount == entry.record.amount else { throw DamagedCache(name: entry.name) }
        try DurableFile.write(Array("\(WallClock.now())\n".utf8), to: place + "/used")
    }

    /// Keeps what is at `source` for this key.
    func put(
        _ source: String,
        _ key: String,
        mark: String,
        _ titles: [String],
        isMoving: Bool,
        goOn: @escaping () throws -> Void
    ) throws -> Entry {
        try Folder.create(folder)
        let began = Self.digits(WallClock.now())
        let temporary = "\(folder)/\(Self.halfMade)\(began)-\(mark)"
        // What cannot be removed now goes with the next tidying.
        defer { try? FolderRemoval.remove(temporary) }
        try Folder.create(temporary)
        let copied = try FolderCopy.copy(source, to: temporary + "/installed", limits: limits, goOn: goOn)
        // Of what was left out nothing is there to be copied again.
        let amount = FolderCopy.Amount(entries: copied.entries, bytes: copied.bytes)
        let record = Record(titles: titles, isMoving: isMoving, amount: amount)
        try DurableFile.write(record.json.bytes(), to: temporary + "/record.json")
        let now = WallClock.now()
        let name = "\(key)-\(Self.digits(now))-\(mark)"
        try Renaming.rename(temporary, to: "\(folder)/\(name)")
        return Entry(name: name, record: record, installed: now)
    }

    /// Removes what has not been used for long, the oldest beyond what is kept, and what an end left half made.
    ///
    /// A run that is copying it then installs anew.
    func tidy(but kept: String) throws {
        let now = WallClock.now()
        var used: [(name: String, moment: Int64)] = []
        for name in try Folder.names(in: folder) where name != kept {
            used.append((name, lastUse(of: name)))
        }
        used.sort { ($0.moment, $0.name) > ($1.moment, $1.name) }
        for (index, entry) in used.enumerated() {
            let longest = entry.name.hasPrefix(Self.halfMade) ? Self.longestHalfMade : Self.longest
            guard index + 1 >= Self.most || now - entry.moment > longest else { continue }
            try FolderRemoval.remove("\(folder)/\(entry.name)")
        }
    }

    private func lastUse(of name: String) -> Int64 {
        // Without it, it was used when it was made.
        let bytes = (try? DurableFile.read("\(folder)/\(name)/used", limit: 64)) ?? []
        let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
        return Int64(text) ?? Self.moment(in: name) ?? 0
    }

    /// Fifteen of them, so that names are in the order of time.
    private static func digits(_ moment: Int64) -> String {
        let digits = String(max(0, moment))
        return String(repeating: "0", count: max(0, 15 - digits.count)) + digits
    }

    private static func moment(in name: String) -> Int64? {
        let parts = name.split(separator: "-")
        return parts.count == 3 ? Int64(parts[1]) : nil
    }
}

/// A kept folder is not what was put into it.
struct DamagedCache: Error, CustomStringConvertible {
    let name: String

    var description: String { "the kept requirements \(name) are damaged" }
}

extension RequirementsCache {
    /// What everything is kept under that decides what is installed.
    static func key(
        _ files: [RequirementsFile],
        _ identity: [JSONValue],
        _ answer: RequirementsAnswer,
        revision: String
    ) throws -> String {
        let parts: [JSONValue] = [
            .string("reconciler requirements 1"), .string(answer.version),
            .array(files.map { .array([.string($0.place.text), .string($0.content)]) }), .array(identity),
            // What lies in the repository is known by its revision.
            answer.paths.isEmpty ? .null : .string(revision),
        ]
        return Hexadecimal.text(try MessageDigest.sha256.hash(JSONValue.array(parts).bytes(.canonical)))
    }
}

extension RequirementsCache.Record {
    var json: JSONValue {
        .members([
            "format": .integer(1), "installed": .array(titles.map(JSONValue.string)),
            "moving": .bool(isMoving),
            "entries": .integer(amount.entries), "bytes": .integer(amount.bytes),
        ])
    }

    init(_ json: JSONValue) throws(UnreadableRecord) {
        let record = RecordReader(json, "record.json")
        try record.require(format: 1)
        titles = try record.strings("installed")
        isMoving = record.bool("moving")
        amount = FolderCopy.Amount(
            entries: try record.integer("entries", within: 0...Int.max),
            bytes: try record.integer("bytes", within: 0...Int64.max)
        )
    }
}
