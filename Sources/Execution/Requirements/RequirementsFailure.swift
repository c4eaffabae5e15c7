/// A run that has ended before its main process was started.
struct RequirementsFailure: Error {
    let record: ExitRecord
}
