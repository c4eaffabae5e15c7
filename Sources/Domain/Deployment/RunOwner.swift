/// A state dir: where the folder of a run is, and whose daemon alone stays with the run.
package struct RunOwner: Hashable, Sendable {
    package let id: ID
    /// The name of the machine, for people; the state dir may have been moved since.
    package let host: String
    /// The absolute path, for people.
    package let stateDir: String

    package init(id: ID, host: String, stateDir: String) {
        self.id = id
        self.host = host
        self.stateDir = stateDir
    }

    /// 128 random bits, drawn when the state dir was first used.
    package struct ID: Hashable, Sendable, CustomStringConvertible {
        /// As 32 hexadecimal digits in lower case.
        package let text: String

        /// Nil for anything but 32 such digits.
        package init?(_ text: String) {
            guard text.utf8.count == 32, Hexadecimal.bytes(text) != nil, text == text.lowercased() else { return nil }
            self.text = text
        }

        package var description: String { text }
    }
}
