import Platform
import Testing

@Suite("Renaming")
struct RenamingTests {
    @Test("lets two folders change places")
    func exchange() throws {
        let folder = try TemporaryFolder()
        for name in ["one", "other"] {
            try Folder.create(folder.file(name))
            try DurableFile.write([], to: folder.file("\(name)/\(name)"))
        }
        #expect(try Renaming.exchange(folder.file("one"), with: folder.file("other")))
        #expect(try Folder.names(in: folder.file("one")) == ["other"])
        #expect(try Folder.names(in: folder.file("other")) == ["one"])
    }

    @Test("needs both to be there")
    func missing() throws {
        let folder = try TemporaryFolder()
        try Folder.create(folder.file("one"))
        let error = #expect(throws: SystemError.self) {
            _ = try Renaming.exchange(folder.file("one"), with: folder.file("other"))
        }
        #expect(error?.isMissing == true)
        #expect(Folder.somethingExists(at: folder.file("one")))
    }
}
