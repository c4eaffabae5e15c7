internal import CLI
internal import Domain

/// The program `reconciler`, as users have it: no failpoint does anything in it.
@main
struct Main {
    static func main() async { await EntryPoint.run(.unwatched) }
}
