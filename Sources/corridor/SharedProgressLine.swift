import Synchronization

/// A ``ProgressLine`` that several threads may write.
final class SharedProgressLine: Sendable {
    private let line = Mutex(ProgressLine())

    func show(_ text: String) { line.withLock { $0.show(text) } }

    func end() { line.withLock { $0.end() } }
}
