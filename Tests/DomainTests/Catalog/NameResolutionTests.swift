import Domain
import TestSupport
import Testing

@Suite("The claim to a name")
struct ClaimTests {
    private func settle(_ name: String, _ files: KeyValuePairs<String, String>, owner: Service? = nil) -> NameResolution
    {
        NameResolution.resolve(.sample(name), in: definitions(files), owner: owner, source: Identifier(1))
    }

    private func desired(_ name: String, in folder: String) -> DesiredService {
        .sample(.sample(name: name), folder: folder)
    }

    private func paths(_ folders: String...) -> [RepositoryPath] { folders.map { .sample($0) } }

    private func broken(_ folder: String) -> [Problem] { [.sample(path: "\(folder)/service.json")] }

    @Test("is good for a new service when nobody else makes it")
    func new() {
        #expect(settle("web", ["a": "web"]) == .create(desired("web", in: "a")))
        #expect(settle("web", ["a": "web", "b": "!web"]) == .create(desired("web", in: "a")))
        #expect(settle("web", ["a": "other"]) == .none)
        #expect(settle("web", ["a": "!web"]) == .none)
    }

    @Test("is good for nobody when two make it and nobody owns the name")
    func contested() {
        #expect(settle("web", ["a": "web", "b": "web"]) == .contested(paths("a", "b")))
    }

    @Test("is the owner's, who stays, and of whom the others are told")
    func owned() {
        let owner = owner("web", in: "a")
        #expect(settle("web", ["a": "web"], owner: owner) == .update(desired("web", in: "a"), intruders: []))
        #expect(
            settle("web", ["a": "web", "b": "web"], owner: owner)
                == .update(desired("web", in: "a"), intruders: paths("b"))
        )
    }

    @Test("follows a renamed folder")
    func renamedFolder() {
        #expect(
            settle("web", ["b": "web"], owner: owner("web", in: "a")) == .update(desired("web", in: "b"), intruders: [])
        )
        #expect(
            settle("web", ["b": "web", "c": "!web"], owner: owner("web", in: "a"))
                == .update(desired("web", in: "b"), intruders: [])
        )
    }

    @Test("keeps the owner as it was when its folder is gone and several make the claim")
    func severalHeirs() {
        #expect(
            settle("web", ["b": "web", "c": "web"], owner: owner("web", in: "a"))
                == .keep([], intruders: paths("b", "c"))
        )
    }

    @Test("follows two services that swap their folders")
    func swap() {
        let files: KeyValuePairs = ["a": "db", "b": "web"]
        #expect(settle("web", files, owner: owner("web", in: "a")) == .update(desired("web", in: "b"), intruders: []))
        #expect(settle("db", files, owner: owner("db", in: "b")) == .update(desired("db", in: "a"), intruders: []))
    }

    @Test("ends with another name in the same folder, which is a new service")
    func changedName() {
        #expect(settle("web", ["a": "shop"], owner: owner("web", in: "a")) == .remove)
        #expect(settle("shop", ["a": "shop"]) == .create(desired("shop", in: "a")))
    }

    @Test("ends when nothing of it is left")
    func removed() {
        #expect(settle("web", [:], owner: owner("web", in: "a")) == .remove)
        #expect(settle("web", ["b": "!other", "c": "!"], owner: owner("web", in: "a")) == .remove)
    }

    @Test("survives a broken file at home, whatever name it has, and whoever else claims it")
    func brokenAtHome() {
        let owner = owner("web", in: "a")
        for text in ["!web", "!", "!other"] {
            #expect(settle("web", ["a": text], owner: owner) == .keep(broken("a"), intruders: []))
        }
        #expect(
            settle("web", ["a": "!", "b": "web"], owner: owner) == .keep(broken("a"), intruders: paths("b"))
        )
    }

    @Test("survives a broken file elsewhere that has the name")
    func brokenElsewhere() {
        let owner = owner("web", in: "a")
        #expect(settle("web", ["b": "!web"], owner: owner) == .keep(broken("b"), intruders: []))
        #expect(settle("web", ["a": "shop", "b": "!web"], owner: owner) == .keep(broken("b"), intruders: []))
        #expect(
            settle("web", ["a": "web", "b": "!web"], owner: owner) == .update(desired("web", in: "a"), intruders: [])
        )
    }

    @Test("survives a submodule at home or around it, until another file makes it")
    func submodule() {
        let owner = owner("web", in: "a/b/c")
        for place in ["a", "a/b", "a/b/c"] {
            #expect(settle("web", [place: "@"], owner: owner) == .keep([.sample(path: place)], intruders: []))
        }
        #expect(settle("web", ["a": "@", "b": "web"], owner: owner) == .update(desired("web", in: "b"), intruders: []))
        #expect(settle("web", ["b": "@", "a/b/d": "@"], owner: owner) == .remove)
        #expect(settle("web", ["a": "@"]) == .none)
    }

    @Test("is refused while another source's service has the name")
    func foreign() {
        let foreigner = owner("web", in: "a", of: .sample(id: 2, name: "other"))
        #expect(settle("web", ["a": "web"], owner: foreigner) == .foreign(owner: foreigner, intruders: paths("a")))
        #expect(settle("web", ["a": "!web"], owner: foreigner) == .none)
        #expect(settle("web", [:], owner: foreigner) == .none)
    }
}
