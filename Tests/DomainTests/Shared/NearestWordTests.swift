import Domain
import Testing

@Suite("The nearest word")
struct NearestWordTests {
    private let known = ["name", "version", "deploy_script", "ansible_playbook", "watch"]

    @Test(
        "is found across one slip",
        arguments: [("nmae", "name"), ("versoin", "version"), ("deploy-script", "deploy_script"), ("Watch", "watch")]
    )
    func findsSlips(word: String, meant: String) {
        #expect(NearestWord.find(word, among: known) == meant)
        #expect(NearestWord.hint(word, among: known) == " (did you mean \"\(meant)\"?)")
    }

    @Test("is nothing when no word is near", arguments: ["", "x", "colour", "something_else"])
    func findsNothing(word: String) {
        #expect(NearestWord.find(word, among: known) == nil)
        #expect(NearestWord.hint(word, among: known) == "")
    }
}
