/// Where trees and blobs come from.
protocol ObjectStore: AnyObject {
    /// - Throws: ``GitError``; whoever counts what is read may throw more.
    func tree(_ id: ObjectID) throws -> Tree
    /// How many bytes a blob has, without reading it.
    func size(ofBlob id: ObjectID) throws -> Int
    /// A blob's bytes, or nil if there are more than `limit`.
    func blob(_ id: ObjectID, limit: Int) throws -> [UInt8]?
    /// Lends a blob's bytes, of whatever number, for the length of the call.
    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws
}
