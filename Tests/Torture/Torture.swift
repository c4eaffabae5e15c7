import Foundation
import Platform
import TestSupport

/// Makes faults on purpose and checks afterwards what the program promises.
@main
enum Torture {
    static func main() {
        BrokenPipes.reportAsErrors()
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let options = try Options(arguments, program: try GitProgram.reconciler("reconciler-failpoints"))
            if let hostile = options.hostile {
                try hostile.recipe.make(at: hostile.folder)
                exit(0)
            }
            print("program \(options.program), seed \(options.seed)")
            exit(try Torturer(options).run() ? 0 : 1)
        } catch {
            print("torture: \(error)")
            exit(2)
        }
    }
}
