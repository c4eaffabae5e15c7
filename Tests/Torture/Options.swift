import TestSupport

/// What the torturer is told on its command line.
struct Options {
    static let usage = """
        Torture [--program FILE] [--seed N] [--short] [--fault NAME [--rounds N]] [--services N] [--document FILE] [--keep]

        Torture --hostile RECIPE FOLDER

        Makes faults on purpose and checks afterwards what the program promises. Without --fault every one, in the long
        form or with --short in the short one. --seed and --fault of a violation make the same round again. With
        --hostile it only makes the repository of a recipe, such as 17:folder_bomb, for a person to look at.
        """

    var program = ""
    var seed = UInt64.random(in: 0...999_999)
    var isShort = false
    var fault: Fault?
    var rounds = 1
    var services: Int?
    /// Where the table goes.
    var document: String?
    /// Whether everything is left as it is after a violation.
    var keep = false
    /// A repository that is to be made, and where; then nothing else is done.
    var hostile: (recipe: HostileRecipe, folder: String)?

    init(_ arguments: [String], program: String) throws {
        self.program = program
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--short": isShort = true
            case "--keep": keep = true
            case "--program": self.program = try Self.value(of: word, &rest)
            case "--document": document = try Self.value(of: word, &rest)
            case "--seed": seed = try Self.number(of: word, &rest)
            case "--rounds": rounds = Int(try Self.number(of: word, &rest))
            case "--services": services = Int(try Self.number(of: word, &rest))
            case "--fault":
                let name = try Self.value(of: word, &rest)
                guard let fault = Fault(name: name) else {
                    throw Trouble(
                        "there is no fault '\(name)'; there are \(Fault.all.map(\.name).joined(separator: ", "))"
                    )
                }
                self.fault = fault
            case "--hostile": hostile = (try Self.recipe(&rest), try Self.value(of: word, &rest))
            default: throw Trouble(Self.usage)
            }
        }
    }

    private static func recipe(_ rest: inout ArraySlice<String>) throws -> HostileRecipe {
        let text = try value(of: "--hostile", &rest)
        guard let recipe = HostileRecipe(text) else {
            let kinds = HostileKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Trouble("'\(text)' is no recipe: a number, a colon, and with commas between them some of \(kinds)")
        }
        return recipe
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws -> String {
        guard let value = rest.popFirst() else { throw Trouble("\(option) needs a value") }
        return value
    }

    private static func number(of option: String, _ rest: inout ArraySlice<String>) throws -> UInt64 {
        guard let number = UInt64(try value(of: option, &rest)) else { throw Trouble("\(option) needs a number") }
        return number
    }
}
