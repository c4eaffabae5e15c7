import Testing

@testable import Platform

@Suite("The process table")
struct ProcessTableTests {
    @Test("reads any name, also one that looks like the rest of the line")
    func parse() {
        let rest = "42 7 7" + String(repeating: " 0", count: 15) + " 4711 9"
        let entry = ProcessTable.parse(Array("7 (a) R 1 (b) Z \(rest)".utf8), pid: 7)
        #expect(entry == ProcessEntry(pid: 7, parent: 42, name: "a) R 1 (b", isZombie: true, started: 4711))
        for damaged in ["", "7", "7 (a)", "7 (a) R", "7 )a( R 1", "7 (a) R x", "7 (a) R 1 7"] {
            #expect(ProcessTable.parse(Array(damaged.utf8), pid: 7) == nil)
        }
    }

    @Test("finds what a process started, and what bears a mark")
    func find() throws {
        let mark = "MARK_\(UInt64.random(in: 0...UInt64.max))=1"
        let parts = mark.split(separator: "=").map(String.init)
        let ready = try Pipe()
        let child = try SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", "sleep 1000 >/dev/null & echo; wait"],
            environment: [parts[0]: parts[1], "PATH": "/bin:/usr/bin"],
            descriptors: [1: ready.writer.number],
            newSession: true
        ).start()
        defer { try? child.send(9, toGroup: true) }
        #expect(try ready.takeReader().read(upTo: 1) == [0x0A])
        let below = try ProcessTable.descendants(of: child.pid).filter { !$0.isZombie }
        #expect(below.count == 1 && below.first?.parent == child.pid)
        let marked = try ProcessTable.started(with: mark).map(\.pid)
        #expect(Set(marked) == Set(below.map(\.pid) + [child.pid]))
        #expect(try ProcessTable.started(with: parts[0]).isEmpty)
        #expect(try ProcessTable.descendants(of: OwnProcess.pid).contains { $0.pid == child.pid })
        #expect(ProcessTable.commandLine(of: child.pid).hasPrefix("/bin/sh -c "))
        try child.send(9, toGroup: true)
        _ = try child.wait()
    }
}
