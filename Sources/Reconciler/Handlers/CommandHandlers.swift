package import Domain

/// Carries commands out; each family of commands has an extension beside this file.
package struct CommandHandlers: CommandHandling {
    let unitOfWork: any UnitOfWork
    let time: any TimeSource
    let random: any RandomSource
    let circumstances: Circumstances

    package init(
        unitOfWork: any UnitOfWork,
        time: any TimeSource,
        random: any RandomSource,
        circumstances: Circumstances
    ) {
        self.unitOfWork = unitOfWork
        self.time = time
        self.random = random
        self.circumstances = circumstances
    }
}
