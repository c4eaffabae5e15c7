import Domain
import TestSupport
import Testing

@Suite("Claims, whatever a revision says")
struct ClaimPropertyTests {
    private static let seeds = (0..<300).map(UInt64.init)
    private static let names = ["w", "x", "y", "z"]
    private static let folders = ["a", "b", "c", "d", "e"]

    @Test("keep the rules of identity from revision to revision", arguments: seeds)
    func rules(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var owners: [ServiceName: Service] = [:]
        for _ in 0..<8 {
            let index = Self.revision(&chance)
            for name in Self.names.map({ ServiceName.sample($0) }) {
                let before = owners[name]
                let claim = NameResolution.resolve(name, in: index, owner: before, source: Identifier(1))
                check(claim, name, index, before, "seed \(seed)")
                owners[name] = Self.follow(claim, before)
            }
        }
    }

    private static func revision(_ chance: inout SplitMix64) -> DefinitionIndex {
        var files: [RepositoryPath: DefinitionFile] = [:]
        for folder in folders where chance.happens(60) {
            let name = names.randomElement(using: &chance) ?? "w"
            let isBroken = chance.happens(25)
            files[.sample(folder)] =
                isBroken
                ? .broken(name: chance.happens(50) ? ServiceName(name) : nil, problems: [.sample(path: "\(folder)/x")])
                : .valid(.sample(.sample(name: name), folder: folder))
        }
        return DefinitionIndex(files)
    }

    private static func follow(_ claim: NameResolution, _ before: Service?) -> Service? {
        switch claim {
        case .none, .keep, .contested, .foreign: return before
        case .remove: return nil
        case .create(let desired): return .sample(desired.definition, folder: desired.folder.text)
        case .update(let desired, _): return .sample(desired.definition, folder: desired.folder.text)
        }
    }

    private func check(
        _ claim: NameResolution,
        _ name: ServiceName,
        _ index: DefinitionIndex,
        _ owner: Service?,
        _ comment: Comment
    ) {
        let claimants = index.claimants(of: name)
        let valid = claimants.filter { index.valid(in: $0) != nil }
        let isBrokenAtHome = owner.flatMap { index[$0.desired.folder]?.isBroken } ?? false
        switch claim {
        case .none: #expect(owner == nil && valid.isEmpty, comment)
        case .create(let desired):
            #expect(owner == nil && valid == [desired.folder], comment)
        case .contested(let folders): #expect(owner == nil && folders == valid && valid.count > 1, comment)
        case .remove: #expect(owner != nil && claimants.isEmpty && !isBrokenAtHome, comment)
        case .update(let desired, let intruders):
            #expect(owner != nil && !isBrokenAtHome && desired.definition.name == name, comment)
            #expect(Set(intruders).union([desired.folder]) == Set(valid), comment)
            let stays = owner.map { valid.contains($0.desired.folder) } ?? false
            #expect(!stays || desired.folder == owner?.desired.folder, comment)
        case .keep(let problems, let intruders):
            #expect(owner != nil && !(problems.isEmpty && intruders.count < 2), comment)
            #expect(!intruders.contains { $0 == owner?.desired.folder }, comment)
        case .foreign: Issue.record("there is one source only: \(comment)")
        }
    }
}
