import Domain
import Testing

@Suite("A list of names in a message")
struct NameListTests {
    @Test("has all of up to ten, and says how many more there are")
    func text() {
        let names = (1...100).map { "\($0)" }
        #expect(NameList.text(names.prefix(1), of: 1) == "1")
        #expect(NameList.text(names.prefix(10), of: 10) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10")
        #expect(NameList.text(names, of: 100) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, and 90 more")
    }
}
