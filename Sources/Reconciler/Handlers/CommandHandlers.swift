package import Domain

/// Carries commands out; each family of commands has an extension beside this file.
package struct CommandHandlers: CommandHandling {
    let unitOfWork: any UnitOfWork
    let time: any TimeSource
    let random: any RandomSource
    let runtimeState: RuntimeState

    package init(
        unitOfWork: any UnitOfWork,
        time: any TimeSource,
        random: any RandomSource,
        runtimeState: RuntimeState
    ) {
        self.unitOfWork = unitOfWork
        self.time = time
        self.random = random
        self.runtimeState = runtimeState
    }
}
