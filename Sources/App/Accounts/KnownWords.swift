import Foundation

/// Words that somebody who guesses the passphrases of an organisation's people begins with: its name, their own names, and the name of the program (ASVS 5.0, 6.1.2 and 6.2.11).
struct KnownWords: Sendable {
    /// Shorter ones occur by chance in other words.
    private static let shortest = 4
    /// What must be left of a passphrase without these words: ASVS 5.0, 6.2.1 asks for so many characters in all.
    static let rest = 8

    let words: [String]

    init(_ names: [String]) {
        let parts = (names + ["corridor"]).flatMap { Self.folded($0).split { !$0.properties.isAlphabetic && $0.properties.numericType == nil } }
        words = Set(parts.filter { $0.count >= Self.shortest }.map { String(String.UnicodeScalarView($0)) }).sorted { $0.utf8.count > $1.utf8.count }
    }

    /// Whether enough of a passphrase is left when these words are taken out of it, however they are written.
    func leaveEnough(of passphrase: String) -> Bool {
        var rest = String(Self.folded(passphrase))
        let before = rest
        for word in words { rest = rest.replacingOccurrences(of: word, with: "") }
        return rest == before || rest.trimmingSpaces.unicodeScalars.count >= Self.rest
    }

    private static func folded(_ text: String) -> String.UnicodeScalarView {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil).unicodeScalars
    }
}
