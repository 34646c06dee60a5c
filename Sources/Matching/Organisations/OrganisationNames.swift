import Foundation

/// The names that one text tells of an organisation.
///
/// What stands in brackets is seldom a name: “(Pvt)”, “(Qatar)”, “(in liquidation)” stand behind names of many. It is compared where it can be another form of the name, and
/// only with what others are called outside of brackets, so that two organisations never meet in a remark.
struct OrganisationNames {
    /// The name, and those that are introduced as names: trading as, formerly.
    private(set) var main: [OrganisationName] = []
    /// What stands in brackets and can be a name: an abbreviation of the main one, another script, or plainly the name of a company.
    private(set) var inBrackets: [OrganisationName] = []

    /// More names of one text are not compared.
    private static let limit = 4
    private static let introductions = ["trading as", "t/a", "dba", "d/b/a", "aka", "formerly"]

    /// - Complexity: linear in the length of the text.
    init(_ text: String) {
        let outside = String(text.replacing(/[\(（\[][^\)）\]]*[\)）\]]/, with: " "))
        main = Self.introduced(outside)
        for match in text.matches(of: /[\(（\[]([^\)）\]]{3,})[\)）\]]/) {
            let content = String(match.1)
            if let name = Self.afterIntroduction(content) {
                main += Self.introduced(name)
            } else {
                let name = OrganisationName(content)
                if main.isEmpty || name.isOfCompany || isInOtherScript(name) || isAbbreviation(name) { inBrackets.append(name) }
            }
        }
        if main.isEmpty { swap(&main, &inBrackets) }
        main = Array(main.prefix(Self.limit))
        inBrackets = inBrackets.filter { !$0.words.isEmpty }.prefix(Self.limit).map(\.self)
    }

    /// Each name of one beside each of the other, but for two that both stand in brackets.
    func pairs(with other: OrganisationNames) -> [(OrganisationName, OrganisationName)] {
        let ofMain = main.flatMap { name in (other.main + other.inBrackets).map { (name, $0) } }
        return ofMain + inBrackets.flatMap { name in other.main.map { (name, $0) } }
    }

    private static func introduced(_ text: String) -> [OrganisationName] {
        let pieces = introductions.reduce([text]) { pieces, sign in
            pieces.flatMap { $0.replacingOccurrences(of: " \(sign) ", with: "\n", options: .caseInsensitive).split(separator: "\n").map(String.init) }
        }
        return pieces.map { OrganisationName($0) }.filter { !$0.words.isEmpty }
    }

    /// What follows where the text begins by saying that a name comes.
    private static func afterIntroduction(_ text: String) -> String? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        for sign in introductions {
            if let range = trimmed.range(of: sign + " ", options: [.caseInsensitive, .anchored]) { return String(trimmed[range.upperBound...]) }
        }
        return nil
    }

    private func isInOtherScript(_ name: OrganisationName) -> Bool {
        guard let script = main.first?.words.first?.part.script, let other = name.words.first?.part.script else { return false }
        return script != other
    }

    /// Whether one word is made of the first letters of words of the main name, in their order and beginning with its first.
    private func isAbbreviation(_ name: OrganisationName) -> Bool {
        guard name.words.count == 1, let letters = name.words.first?.part.text, (3...8).contains(letters.count), let main = main.first else { return false }
        var initials = main.words.compactMap(\.part.text.first)[...]
        guard letters.first == initials.first else { return false }
        for letter in letters {
            guard let place = initials.firstIndex(of: letter) else { return false }
            initials = initials[(place + 1)...]
        }
        return true
    }
}
