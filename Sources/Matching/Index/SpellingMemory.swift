import Synchronization

/// Which parts of a vocabulary a word may be read as, remembered from search to search: few names are asked for very often.
///
/// Belongs to one state of a vocabulary; whoever changes that begins another.
final class SpellingMemory: Sendable {
    private struct Content {
        var known: [NamePart: [SpellingScan.Spelling]] = [:]
        var spellings = 0
    }

    private let content = Mutex(Content())
    /// Some four megabytes.
    private static let mostSpellings = 500_000

    /// What was found for a word before, else what is found now.
    func spellings(of part: NamePart, _ find: () -> [SpellingScan.Spelling]) -> [SpellingScan.Spelling] {
        if let known = content.withLock({ $0.known[part] }) { return known }
        let found = find()
        content.withLock { content in
            // All at once: which words are asked for changes, and counting uses would cost more than looking up again.
            if content.spellings + found.count > Self.mostSpellings { content = Content() }
            content.known[part] = found
            content.spellings += found.count + 8
        }
        return found
    }
}
