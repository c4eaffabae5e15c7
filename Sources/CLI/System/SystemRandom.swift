internal import Domain

/// The system's source of chance.
struct SystemRandom: RandomSource, SecretSource {
    func unit() -> Double { Double.random(in: 0..<1) }

    /// From the kernel's generator, which the system's is.
    func bytes(_ count: Int) -> RandomBytes {
        var generator = SystemRandomNumberGenerator()
        return RandomBytes((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
