import CLI
import TestSupport

/// The program `reconciler-failpoints`: the same modules as the users', which ends itself where a test says so.
@main
struct Main {
    static func main() async { await EntryPoint.run(FailpointFolder.failpoints()) }
}
