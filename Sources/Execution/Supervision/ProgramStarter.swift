internal import Platform

/// The body of `reconciler exec`, which becomes a run's main process with another user's rights.
package enum ProgramStarter {
    /// - Returns: Only on failure; the supervisor has been told why.
    package static func run() -> Int32 {
        let report = Descriptor(adopting: ProgramRequest.reportDescriptor)
        do {
            try report.setCloseOnExec(true)
            let file = Descriptor(adopting: ProgramRequest.orderDescriptor)
            try file.setCloseOnExec(true)
            let order = try ProgramRequest(from: file)
            try order.account.become()
            throw ProgramReplacement.become(
                order.executable,
                name: order.executable,
                arguments: order.arguments,
                environment: order.environment,
                mask: 0o022
            )
        } catch let error as SystemError {
            // Without the supervisor there is nobody to tell.
            try? report.writeAll("\(error.code) \(error.action)")
        } catch {
            try? report.writeAll("22 understand the order: \(error)")
        }
        return 127
    }
}
