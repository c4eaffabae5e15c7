package import Domain

/// What a person asks of the store.
package struct StoreControls: StoreControlling {
    private let commands: any CommandSending
    private let copies: any StoreCopying

    package init(commands: any CommandSending, copies: any StoreCopying) {
        self.commands = commands
        self.copies = copies
    }

    package func forget(_ command: ForgetSource) async throws -> [ServiceName] { try await commands.send(command) }

    package func backup(to path: String) async throws -> BackupReport { try await copies.copy(to: path) }
}
