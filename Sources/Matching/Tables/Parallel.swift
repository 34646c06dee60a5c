import Dispatch
import Foundation
import Synchronization

/// Work on all processors of the machine.
enum Parallel {
    /// How many pieces of work run at the same time.
    static var width: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Runs `work` for every index, as many at a time as there are processors, and gives the results in order.
    /// Indices are taken up in ascending order, so put the longest work first.
    static func map<Result: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
        let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = work(index)
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }

    /// Runs two pieces of work at the same time and gives both results.
    static func both<First: Sendable, Second>(_ background: @escaping @Sendable () -> First, and foreground: () -> Second) -> (First, Second) {
        let done = Mutex<First?>(nil)
        let second = withExtendedLifetime(done) {
            let group = DispatchGroup()
            DispatchQueue.global().async(group: group) {
                let result = background()
                done.withLock { $0 = result }
            }
            defer { group.wait() }
            return foreground()
        }
        guard let first = done.withLock({ $0 }) else { preconditionFailure("the group was waited for") }
        return (first, second)
    }
}
