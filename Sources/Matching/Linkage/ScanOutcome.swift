/// What comparing some pairs gave.
struct ScanOutcome: Sendable {
    /// Pairs above the floor.
    var pairs: [ScoredPair] = []
    /// How many pairs were compared.
    var compared = 0.0
}
