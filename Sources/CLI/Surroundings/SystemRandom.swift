internal import Domain

/// The system's source of chance.
struct SystemRandom: RandomSource {
    func unit() -> Double { Double.random(in: 0..<1) }
}
