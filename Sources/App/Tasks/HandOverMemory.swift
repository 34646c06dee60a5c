import Synchronization

/// Hand-overs of the last while, by the number of the form that was sent: one that is sent twice, or whose answer is loaded anew, says the same again, and can be taken back by whoever did
/// it. In memory only: after a start of the server work is passed back as it was passed on.
final class HandOverMemory: Sendable {
    /// One that was done.
    struct Done: Sendable {
        var from: String
        var to: String
        var outcome: HandOver.Outcome
        var isTakenBack = false
    }

    private static let greatestCount = 200

    private let kept = Mutex<[String: Done]>([:])

    /// What came of the hand-over under this number: as it is known, or else as `work` does it. Two presses at once wait for each other. Of one that was taken back nothing is left.
    func outcome(_ submission: String, by account: String, from: String, to: String, work: () throws -> HandOver.Outcome) rethrows -> HandOver.Outcome {
        try kept.withLock { kept in
            let key = Self.key(submission, account)
            if let known = kept[key] { return known.isTakenBack ? HandOver.Outcome() : known.outcome }
            let outcome = try work()
            if kept.count >= Self.greatestCount { kept.removeAll() }
            kept[key] = Done(from: from, to: to, outcome: outcome)
            return outcome
        }
    }

    /// Takes back what this account did under this number; nothing where there is no such hand-over.
    func takeBack(_ submission: String, by account: String, work: (Done) throws -> HandOver.Amount) rethrows -> HandOver.Amount {
        try kept.withLock { kept in
            let key = Self.key(submission, account)
            guard let done = kept[key], !done.isTakenBack else { return HandOver.Amount() }
            let amount = try work(done)
            kept[key]?.isTakenBack = true
            return amount
        }
    }

    private static func key(_ submission: String, _ account: String) -> String { "\(account)\n\(submission)" }
}
