import Testing

@Suite("Under torture")
struct TortureTests {
    @Test("the program keeps its promises, in the short form", .behindTheGate)
    func short() async throws {
        await Gate.daemons.enter()
        let result = try await Subprocess.run(
            Program.besideTheTests("Torture"),
            ["--short", "--program", Program.besideTheTests("reconciler-failpoints")]
        )
        await Gate.daemons.leave()
        #expect(result.exit == 0, "\(result)")
    }
}
