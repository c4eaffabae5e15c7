internal import Platform

/// Whether a place is on a disk of this machine, where locks and the store's shared memory can be relied on.
enum LocalDisk {
    /// - `look`: Finds the file system of a path that is there.
    /// - Throws: ``CommandFailure`` if `path`, or the folder in which it will be made, is on NFS or SMB.
    static func require(
        _ path: String,
        look: (String) throws(SystemError) -> FileSystem = FileSystem.init(of:)
    ) throws(CommandFailure) {
        do {
            guard let network = try nearest(path, look).network else { return }
            throw CommandFailure(
                .failed,
                "the state dir \(path) is on \(network.rawValue), where another machine's daemon cannot be seen and the "
                    + "store can be damaged; name a folder on a local file system with --state-dir"
            )
        } catch let error as SystemError {
            throw CommandFailure(.failed, "the state dir cannot be used: \(error)")
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(.failed, "the state dir cannot be used: \(error)")
        }
    }

    /// The file system of the path, or of the nearest folder above it that is there.
    private static func nearest(
        _ path: String,
        _ look: (String) throws(SystemError) -> FileSystem
    ) throws(SystemError) -> FileSystem {
        var place = path
        while true {
            do {
                return try look(place)
            } catch  where error.isMissing && place.contains("/") && place != "/" {
                place = FilePaths.folder(of: place)
            }
        }
    }
}
