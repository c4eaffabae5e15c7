internal import Execution
internal import GitSource
internal import Glibc

@main
struct Main {
    static func main() {
        switch CommandLine.arguments.dropFirst().first {
        case "fetch": exit(FetchWorker.run())
        case "supervise": exit(Supervisor.run())
        default: break
        }
    }
}
