/// One change to an entry of the register, as somebody proposes it.
public enum RegisterChange: Sendable, Hashable {
    /// A new entry with its versions, or an entry's description (all but the versions) in other words.
    case entry(Instrument)
    /// A new version. If the version before it has no end, it ends on the day before.
    case version(InstrumentVersion)
    /// Another wording, other dates or sources of a version that is there.
    case correction(InstrumentVersion)
    /// A version that was entered by mistake.
    case withdrawal(version: String)
    case translation(version: String, language: String, text: String)

    /// What kind of change it is, for lists.
    public enum Kind: String, Sendable, Hashable, CaseIterable { case entry, version, correction, withdrawal, translation }

    public var kind: Kind {
        switch self {
        case .entry: .entry
        case .version: .version
        case .correction: .correction
        case .withdrawal: .withdrawal
        case .translation: .translation
        }
    }
}

/// Why a change cannot be made, with the field that is to be corrected.
public struct RegisterError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Problem: String, Sendable, Hashable, CaseIterable {
        case noEntry = "no-entry"
        case noTitle = "no-title"
        case noCountry = "no-country"
        case noVersion = "no-version"
        case noSummary = "no-summary"
        case noSource = "no-source"
        case datesReversed = "dates-reversed"
        case overlap
        case noText = "no-text"
        case sameLanguage = "same-language"
        case unchanged
    }

    public let problem: Problem
    /// The name of the field of the form.
    public let field: String
    /// Of an overlap, the identifier of the other version.
    public let other: String

    public init(_ problem: Problem, field: String, other: String = "") {
        self.problem = problem
        self.field = field
        self.other = other
    }

    public var description: String {
        switch problem {
        case .noEntry: "There is no such entry in the register. Propose the entry itself first."
        case .noTitle: "The title is missing. Write it as the entry is cited."
        case .noCountry: "No country is named. Name the state whose rule it is."
        case .noVersion: "There is no such version of the entry. Look at its page again."
        case .noSummary: "The summary is missing. Say in plain words what holds."
        case .noSource: "No source is named. Give the page or the paper where it was read."
        case .datesReversed: "It ends before it begins. Correct one of the dates."
        case .overlap: "It overlaps in time with the version \(other). End one before the other begins."
        case .noText: "The translation is missing."
        case .sameLanguage: "The summary is written in this language already."
        case .unchanged: "Nothing is different from what the register says."
        }
    }
}

extension Instrument {
    /// The entry after a change. Total and without effects: whoever proposes and whoever approves ask the same.
    /// - Parameter entry: as it is; nil if there is none yet.
    /// - Throws: ``RegisterError`` with the field to be corrected. O(versions log versions).
    public static func applying(_ change: RegisterChange, to entry: Instrument?) throws(RegisterError) -> Instrument {
        if case .entry(let described) = change {
            var result = described
            if let entry { result.versions = entry.versions }
            try result.checkDescription()
            for version in result.versions where entry == nil { try version.check(isTreaty: !result.treaty.isEmpty) }
            try result.checkTime()
            return try result.differing(from: entry)
        }
        guard var result = entry else { throw RegisterError(.noEntry, field: "entry") }
        switch change {
        case .entry: break
        case .version(let version):
            try version.check(isTreaty: !result.treaty.isEmpty)
            result.close(before: version)
            result.versions = ordered(result.versions.filter { $0.identifier != version.identifier } + [version])
        case .correction(let version):
            let index = try result.index(of: version.identifier)
            var corrected = version
            // Translations of the old wording stay, and show that they are out of date.
            corrected.translations = result.versions[index].translations
            corrected.provisions = result.versions[index].provisions
            try corrected.check(isTreaty: !result.treaty.isEmpty)
            result.versions[index] = corrected
            result.versions = ordered(result.versions)
        case .withdrawal(let identifier):
            result.versions.remove(at: try result.index(of: identifier))
        case .translation(let identifier, let language, let text):
            let index = try result.index(of: identifier)
            guard !text.isEmpty else { throw RegisterError(.noText, field: "text") }
            guard !result.versions[index].summary.isEmpty else { throw RegisterError(.noSummary, field: "version") }
            guard language != result.versions[index].language else { throw RegisterError(.sameLanguage, field: "language") }
            result.versions[index].translations[language] = SummaryTranslation(text: text, original: result.versions[index].summary)
        }
        try result.checkTime()
        return try result.differing(from: entry)
    }

    private func index(of version: String) throws(RegisterError) -> Int {
        guard let index = versions.firstIndex(where: { $0.identifier == version }) else { throw RegisterError(.noVersion, field: "version") }
        return index
    }

    /// Ends the open version in whose time another begins.
    private mutating func close(before version: InstrumentVersion) {
        guard let from = version.from, let index = versions.lastIndex(where: { $0.until == nil && $0.identifier != version.identifier }) else { return }
        if let begun = versions[index].from, begun.earliest >= from.earliest { return }
        versions[index].until = KnownDate(from.earliest.adding(days: -1))
    }

    private func checkDescription() throws(RegisterError) {
        guard !title.isEmpty else { throw RegisterError(.noTitle, field: "title") }
        guard !countries.isEmpty else { throw RegisterError(.noCountry, field: "countries") }
    }

    private func checkTime() throws(RegisterError) {
        guard let (earlier, later) = Self.overlap(versions) else { return }
        throw RegisterError(.overlap, field: "from", other: "\(earlier.identifier), \(later.identifier)")
    }

    private func differing(from entry: Instrument?) throws(RegisterError) -> Instrument {
        guard self != entry else { throw RegisterError(.unchanged, field: "summary") }
        return self
    }
}

extension InstrumentVersion {
    /// Treaties and books of law say themselves what a version holds; everything else needs a summary.
    fileprivate func check(isTreaty: Bool) throws(RegisterError) {
        guard !summary.isEmpty || isTreaty || !provisions.isEmpty else { throw RegisterError(.noSummary, field: "summary") }
        // A page or a paper; javascript: and the like are neither.
        guard !sources.isEmpty, !sources.contains(where: SourceCitation.isOtherAddress) else { throw RegisterError(.noSource, field: "sources") }
        if let from, let until, until.latest < from.earliest { throw RegisterError(.datesReversed, field: "until") }
    }
}
