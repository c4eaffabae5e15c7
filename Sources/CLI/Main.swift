internal import GitSource
internal import Glibc

@main
struct Main {
    static func main() {
        if CommandLine.arguments.dropFirst().first == "fetch" { exit(FetchWorker.run()) }
    }
}
