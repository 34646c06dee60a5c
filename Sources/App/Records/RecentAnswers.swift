import Synchronization

/// Answers that take going through everything, kept for as long as what they rest on stays as it was. At most so many are kept; the one that was asked for longest ago goes.
final class RecentAnswers<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct Held: Sendable {
        var basis: [UInt64]
        var answer: Answer
        var asked: UInt64
    }

    private let limit: Int
    private let state = Mutex<(held: [Question: Held], count: UInt64)>(([:], 0))

    init(limit: Int) { self.limit = limit }

    /// The answer to a question; computed only if there is none, or it rested on something else.
    /// - Parameters:
    ///   - question: with everything that decides what the asker may see.
    ///   - basis: numbers that change with whatever the answer rests on.
    func answer(_ question: Question, basis: [UInt64], _ compute: () throws -> Answer) rethrows -> Answer {
        let found = state.withLock { state -> Answer? in
            state.count += 1
            guard state.held[question]?.basis == basis else { return nil }
            state.held[question]?.asked = state.count
            return state.held[question]?.answer
        }
        if let found { return found }
        let answer = try compute()
        state.withLock { state in
            state.held[question] = Held(basis: basis, answer: answer, asked: state.count)
            guard state.held.count > limit, let oldest = state.held.min(by: { $0.value.asked < $1.value.asked })?.key else { return }
            state.held[oldest] = nil
        }
        return answer
    }
}
