/// Events by their time; those of one time in the order in which they were added.
public struct EventQueue<Event: Sendable>: Sendable {
    private var heap: [(time: Int64, order: Int, event: Event)] = []
    private var count = 0

    public init() {}

    /// O(log n).
    public mutating func add(_ event: Event, at time: Int64) {
        heap.append((time, count, event))
        count += 1
        var index = heap.count - 1
        while index > 0, isBefore(index, (index - 1) / 2) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// The earliest; nil if there is none. O(log n).
    public mutating func next() -> (Int64, Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            var index = 0
            while true {
                var least = index
                for child in [2 * index + 1, 2 * index + 2] where child < heap.count && isBefore(child, least) { least = child }
                if least == index { break }
                heap.swapAt(index, least)
                index = least
            }
        }
        return (first.time, first.event)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool { (heap[left].time, heap[left].order) < (heap[right].time, heap[right].order) }
}
