import Dictionary
import Matching

/// Names of one's own record in words that a partner reads before both have agreed: until then no name leaves, neither as a field nor in a sentence.
enum LinkageNames {
    /// A part of a name of fewer letters is as likely another word.
    private static let leastLetters = 3
    private static let leastScore = 0.9
    private static let telling: Set<NameRole> = [.name, .filler, .compound, .servant, .parent]

    /// The words that are names of the record, as they were written: parts of its names in the same letters, and whole names in any script and spelling.
    static func found(in words: String, of view: RecordView) -> [String] {
        let names = view.fields.filter { $0.field.type == .name }.flatMap { $0.answer?.value?.elements ?? [] }.map(\.displayText)
        let keys = names.map { NameKey($0) }.filter { key in key.parts.contains { telling.contains($0.role) } }
        let parts = Set(names.flatMap(split).filter { $0.unicodeScalars.count >= leastLetters && isTelling($0) }.map { $0.lowercased() })
        guard !keys.isEmpty else { return [] }
        let written = split(words)
        var found: [String] = []
        for (index, word) in written.enumerated() {
            if parts.contains(word.lowercased()), !found.contains(word) { found.append(word) }
            for length in 1...4 where index + length <= written.count {
                let window = written[index..<(index + length)].joined(separator: " ")
                let asked = NameKey(window)
                let count = asked.parts.count { telling.contains($0.role) }
                // A single word is a name only where that is all there is of the name, or it is in other letters than the name: in the same letters it was looked up above.
                for key in keys where count == key.parts.count(where: { telling.contains($0.role) }) && NameComparison(key, asked).score >= leastScore {
                    if length > 1 || window.unicodeScalars.count > leastLetters, !found.contains(window) { found.append(window) }
                }
            }
        }
        // What stands within a longer find says nothing more.
        return found.filter { one in !found.contains { $0 != one && split($0).contains(one) } }
    }

    /// Whether a part is one that a person is known by, and not a title or a word such as “bin”.
    private static func isTelling(_ part: String) -> Bool { NameKey(part).parts.contains { telling.contains($0.role) } }

    /// Words: letters of any script with their marks.
    private static func split(_ text: String) -> [String] {
        text.unicodeScalars.split { scalar in
            !(scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .spacingMark
                || scalar.properties.generalCategory == .format || scalar == "'" || scalar == "’" || scalar == "-")
        }.map { String(String.UnicodeScalarView($0)) }
    }
}
