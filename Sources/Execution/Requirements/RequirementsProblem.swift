/// The requirements could not be installed, and why.
struct RequirementsProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
