import Testing

@Suite("A trace of system calls")
struct SystemCallTraceTests {
    @Test("has one line for a call in which another thread's came between")
    func resumed() {
        let text = """
            7 mkdir("/state/a", 0700 <unfinished ...>
            8 write(3</state/log>, "x", 1 <unfinished ...>
            9 unlink("/state/b")          = 0
            7 <... mkdir resumed>)            = -1 EEXIST (File exists)
            8 <... write resumed>)            = 1
            7 fsync(4 <unfinished ...>
            """
        #expect(
            SystemCallTrace.lines(of: text) == [
                #"7 mkdir("/state/a", 0700)            = -1 EEXIST (File exists)"#,
                #"8 write(3</state/log>, "x", 1)            = 1"#, #"9 unlink("/state/b")          = 0"#,
                "7 fsync(4 <unfinished ...>",
            ]
        )
    }

    @Test("keeps the end of a call whose beginning it has not seen")
    func begunBefore() {
        #expect(SystemCallTrace.lines(of: "7 <... write resumed>) = 1\n") == ["7 <... write resumed>) = 1"])
    }
}
