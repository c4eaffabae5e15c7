/// Names in a message that each of them may have: a few, so that all messages together are no longer than what they
/// speak of.
package enum NameList {
    /// How many are named.
    package static let most = 10

    /// The first of the names with commas between them, and how many more there are.
    ///
    /// - `count`: How many there are; of `names` no more are looked at than are named.
    package static func text(_ names: some Sequence<String>, of count: Int) -> String {
        names.prefix(most).joined(separator: ", ") + (count > most ? ", and \(count - most) more" : "")
    }
}
