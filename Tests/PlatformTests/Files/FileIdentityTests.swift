import Platform
import Testing

@Suite("The identity of a file")
struct FileIdentityTests {
    @Test("is the same under another name, another one for another file, and none for no file")
    func compares() throws {
        let folder = try TemporaryFolder()
        let (one, other) = ("\(folder.path)/one", "\(folder.path)/other")
        try DurableFile.write([1], to: one)
        try DurableFile.write([1], to: other)
        let identity = try FileIdentity.find(one)
        #expect(identity != nil)
        #expect(try FileIdentity.find("\(folder.path)/./one") == identity)
        #expect(try FileIdentity.find(other) != identity)
        #expect(try FileIdentity.find("\(folder.path)/none") == nil)
    }
}
