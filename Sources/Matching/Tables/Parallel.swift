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

    /// An array of `width` elements for each of `count` rows, filled by all processors: each call writes the rows it is given and no others.
    static func filled<Element: Sendable>(
        _ count: Int, width: Int, with empty: Element, _ work: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
    ) -> [Element] {
        var elements = [Element](repeating: empty, count: count * width)
        update(&elements, count: count, width: width, work)
        return elements
    }

    /// The same for an array that is there.
    static func update<Element: Sendable>(
        _ elements: inout [Element], count: Int, width: Int, _ work: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
    ) {
        // Small enough that the rows stay in the cache while a column after the other is written.
        let piece = 4_096
        elements.withUnsafeMutableBufferPointer { buffer in
            let shared = SharedBuffer(buffer: buffer)
            DispatchQueue.concurrentPerform(iterations: (count + piece - 1) / piece) { index in
                work(index * piece..<min(count, (index + 1) * piece), shared.buffer)
            }
        }
    }

    /// Memory that several threads write at different places.
    private struct SharedBuffer<Element>: @unchecked Sendable {
        let buffer: UnsafeMutableBufferPointer<Element>
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
