import Foundation

/// A repository that was made to a recipe: its objects, what its refs are, and how it is damaged on the way.
struct HostileRepository: ~Copyable {
    let objects: RawObjects
    let head: ObjectName
    /// Refs beside `refs/heads/main`.
    let refs: [(name: String, id: ObjectName)]
    let damage: PackDamage?

    init(_ recipe: HostileRecipe, names prefix: String) throws {
        var maker = try HostileMaker(seed: recipe.seed, prefix: prefix)
        for kind in recipe.kinds { try maker.add(kind) }
        head = try maker.finish()
        (refs, damage) = (maker.refs, maker.damage)
        objects = maker.objects
    }

    /// One that holds nothing but a service that does nothing.
    init(calm prefix: String) throws {
        var maker = try HostileMaker(seed: 0, prefix: prefix)
        head = try maker.root()
        (refs, damage) = ([], nil)
        objects = maker.objects
    }

    /// Copies it to a folder that is not there yet; its pack is whole there, and refs with odd names are left out.
    func copy(to folder: String) throws {
        try FileManager.default.copyItem(atPath: objects.repository, toPath: folder)
        try GitScratch.write(Data("\(head)\n".utf8), to: "\(folder)/refs/heads/main", mode: 0o644)
        let lines = refs.filter { !$0.name.contains { !$0.isASCII || $0 == " " } }.map { "\($0.id) \($0.name)\n" }
        try GitScratch.write(Data(lines.joined().utf8), to: "\(folder)/packed-refs", mode: 0o644)
    }
}

/// What happens to a pack between its writer and its reader.
package enum PackDamage: Sendable {
    /// Only so many thousandths of it come.
    case truncated(Int)
    /// The byte after so many thousandths is another one.
    case flipped(Int)
    /// After so many thousandths come random bytes.
    case garbage(Int, seed: UInt64)

    static func any(_ random: inout SplitMix64) -> PackDamage {
        let place = Int.random(in: 0..<1_000, using: &random)
        return switch Int.random(in: 0..<3, using: &random) {
        case 0: .truncated(place)
        case 1: .flipped(place)
        default: .garbage(place, seed: random.next())
        }
    }

    func applied(to pack: [UInt8]) -> [UInt8] {
        func index(_ place: Int) -> Int { pack.count * place / 1_000 }
        switch self {
        case .truncated(let place): return Array(pack[..<index(place)])
        case .flipped(let place):
            var damaged = pack
            damaged[index(place)] ^= 0x10
            return damaged
        case .garbage(let place, let seed):
            var random = SplitMix64(seed: seed)
            let good = pack[..<index(place)]
            return good + pack[index(place)...].map { _ in UInt8.random(in: .min ... .max, using: &random) }
        }
    }
}
