import Domain
import Testing

@testable import Execution

@Suite("The masker")
struct MaskerTests {
    private static func masker(_ secrets: String...) -> Masker { Masker(secrets.map { Array($0.utf8) }) }

    private static func stream(_ masker: Masker, _ pieces: [String]) -> String {
        var masker = masker
        let bytes = pieces.flatMap { masker.push(Array($0.utf8)) } + masker.finish()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("replaces secrets wherever the stream is cut")
    func everyBorder() {
        let text = Array("a hunter2hunter2 huntehunter2 hunter")
        for first in 0...text.count {
            for second in first...text.count {
                let pieces = [text[..<first], text[first..<second], text[second...]].map { String($0) }
                #expect(Self.stream(Self.masker("hunter2"), pieces) == "a ****** hunte*** hunter")
            }
        }
    }

    @Test("replaces the beginning of a secret where a text was cut")
    func cut() {
        let masker = Self.masker("hunter2")
        #expect(masker.mask("it is hunt…") == "it is ***…")
        #expect(masker.mask("it is hunt") == "it is hunt")
        #expect(masker.mask("hunter2, and more…") == "***, and more…")
    }

    @Test("replaces the longest secret that fits")
    func longest() {
        let masker = Self.masker("secret", "secret-long", "")
        #expect(Self.stream(masker, ["secret-lo", "ng secret-lo"]) == "*** ***-lo")
        #expect(masker.mask("secret-long secret") == "*** ***")
    }

    @Test("holds nothing back that cannot become a secret")
    func nothingHeld() {
        var masker = Self.masker("hunter2")
        #expect(masker.push(Array("plain\n".utf8)) == Array("plain\n".utf8))
        #expect(masker.push(Array("hunt".utf8)).isEmpty)
        #expect(masker.push(Array("s".utf8)) == Array("hunts".utf8))
    }

    @Test(
        "covers the values of variables with telling names, as they are and as JSON writes them",
        arguments: [
            ("DB_PASSWORD", true), ("api_token", true), ("SECRETS", true), ("SSH_KEY_FILE", true), ("COLOUR", false),
        ]
    )
    func names(name: String, isSecret: Bool) {
        let value = "a \"quoted\" value"
        let forms = MaskedValues.of([EnvironmentVariable(name: name, value: value)])
        #expect(forms.contains(Array(value.utf8)) == isSecret)
        #expect(forms.contains(Array(#"a \"quoted\" value"#.utf8)) == isSecret)
        #expect(MaskedValues.of([EnvironmentVariable(name: name, value: "short")]).isEmpty)
    }

    @Test(
        "covers a value of several lines by each of them, and without the break at its end",
        arguments: ["\n", "\r\n"]
    )
    func lines(lineBreak: String) {
        let lines = ["first line", "  \"second\" line  ", "third", "fourth line"]
        let value = lines.joined(separator: lineBreak)
        let masker = Masker(
            MaskedValues.of([EnvironmentVariable(name: "KEY", value: value + lineBreak)])
        )
        #expect(masker.mask("it is \(value)!") == "it is ***!")
        #expect(masker.mask("+ first line\n+ second") == "+ ***\n+ second")
        #expect(masker.mask(#"["\"second\" line", "third"]"#) == #"["***", "third"]"#)
        #expect(masker.mask("first line: \\\"second\\\" line") == "***: ***")
    }

    @Test("is as quick with a secret of many lines")
    func manyLines() {
        let value = (0..<20_000).map { "\($0 % 10)line number \($0)" }.joined(separator: "\n")
        let masker = Masker(MaskedValues.of([EnvironmentVariable(name: "KEY", value: value)]))
        #expect(masker.mask("it is 7line number 7 and 0line") == "it is *** and 0line")
        #expect(masker.mask(String(repeating: "0 1 2 3 4 ", count: 10_000)).utf8.count == 100_000)
    }

    @Test("covers what JSON makes of a value that is not ASCII")
    func escapes() {
        let value = "pässwörd\"🔑"
        let masker = Masker(MaskedValues.of([EnvironmentVariable(name: "TOKEN", value: value)]))
        for text in [
            value, #"pässwörd\"🔑"#, #"p\u00e4ssw\u00f6rd\"\ud83d\udd11"#, #"p\u00E4ssw\u00F6rd\"\uD83D\uDD11"#,
        ] {
            #expect(masker.mask("it is \(text)!") == "it is ***!")
        }
    }
}
