/// Somebody has ended the step.
struct StoppedStep: Error {
    let verdict: Verdict
}
