import Domain
import Foundation
import TestSupport
import Testing

@Suite("The schema of a definition")
struct DefinitionSchemaTests {
    private let schema: JSONValue

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Docs/service.schema.json")
        schema = try JSONParser.parse(Array(Data(contentsOf: file)), limits: .file).value
    }

    private func isDecoded(_ document: JSONValue) throws -> Bool {
        let node = try JSONParser.parse(document.bytes(), limits: .file)
        guard case .decoded = DefinitionDecoder.decode(node, at: .root) else { return false }
        return true
    }

    @Test("has the keys that the decoder knows, each with a description")
    func keys() {
        let properties = schema["properties"]?.object?.members ?? []
        #expect(Set(properties.map(\.key)) == Set(DefinitionKey.allCases.map(\.rawValue)))
        #expect(properties.allSatisfy { $0.value["description"]?.string != nil || $0.key == "timeout" })
    }

    @Test("takes and refuses the same values as the decoder, key by key")
    func values() throws {
        for (base, keys) in DefinitionSamples.bases {
            for key in keys {
                for value in DefinitionSamples.values(of: key) {
                    var object = base
                    object[key.rawValue] = value
                    let document = JSONValue.object(object)
                    let (isValid, isDecoded) = (try SchemaCheck(schema).accepts(document), try isDecoded(document))
                    #expect(isValid == isDecoded, "schema \(isValid), decoder \(isDecoded): \(document.text())")
                }
            }
        }
    }

    @Test("takes and refuses the same documents as the decoder, whatever chance makes")
    func random() throws {
        var chance = SplitMix64(seed: 20_261_123)
        var accepted = 0
        for _ in 0..<3_000 {
            let document = DefinitionSamples.document(&chance)
            let (isValid, isDecoded) = (try SchemaCheck(schema).accepts(document), try isDecoded(document))
            #expect(isValid == isDecoded, "schema \(isValid), decoder \(isDecoded): \(document.text())")
            if isValid { accepted += 1 }
        }
        #expect(accepted > 100, "too few documents are valid to mean anything: \(accepted)")
    }
}
