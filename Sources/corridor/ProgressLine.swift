import Foundation

/// How far long work has come, on standard error: one line that is written over on a terminal, a line every few seconds elsewhere.
final class ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shown = ContinuousClock.now
    private var hasLine = false

    /// Shows the text, unless another was shown a moment ago.
    func show(_ text: String) {
        let now = ContinuousClock.now
        guard now - shown > (isTerminal ? .milliseconds(100) : .seconds(3)) else { return }
        shown = now
        hasLine = isTerminal
        FileHandle.standardError.write(Data((isTerminal ? "\r\u{1B}[K\(text)" : text + "\n").utf8))
    }

    /// Clears the line, so that what is printed next stands alone.
    func end() {
        if hasLine { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        hasLine = false
    }
}
