/// What kind of entry of the register of law and policy it is.
public enum InstrumentKind: String, Sendable, Hashable, CaseIterable {
    case law
    case regulation
    /// A ban or stop of departures, mostly of a country of origin.
    case ban
    /// A limit on how many may come or go.
    case quota
    /// Who may change employers or leave the country, and with whose consent.
    case sponsorship
    /// Fees, levies, and who pays for recruitment.
    case fee
    /// An agreement or memorandum between states.
    case agreement
    case standardContract = "standard-contract"
    /// Whether a state is bound by a treaty.
    case ratification
}

/// How an entry stands during one of its versions.
public enum Standing: String, Sendable, Hashable, CaseIterable {
    case inForce = "in-force"
    /// Decided or announced, not yet in force.
    case announced
    case suspended
    /// A ban or restriction that was taken away, or a rule that was repealed.
    case lifted
    /// A treaty that was signed and not ratified.
    case signed
    /// A state that is bound by a treaty.
    case party
    case notParty = "not-party"
    /// Nothing was found out.
    case unknown

    /// Whether somebody is bound by it.
    public var isBinding: Bool { self == .inForce || self == .party }
}

/// The summary of a version in another language, and of which wording it is the translation.
public struct SummaryTranslation: Sendable, Hashable {
    public var text: String
    /// The summary that was translated; a translation of another wording is out of date.
    public var original: String
    /// Whether a second person, or somebody who speaks the language as their own, has read it.
    public var isReviewed: Bool

    public init(text: String, original: String, isReviewed: Bool = true) {
        self.text = text
        self.original = original
        self.isReviewed = isReviewed
    }
}

/// How far a version can be read in a language.
public enum TranslationStatus: String, Sendable, Hashable {
    /// It was written in this language.
    case original
    /// A second person approved the translation of this very wording.
    case checked
    /// There is a translation of this very wording that nobody has read yet who speaks the language as their own.
    case awaitingReview = "awaiting-review"
    /// The wording was corrected after it was translated.
    case outdated
    case missing
}

/// What an entry said from a day to a day.
public struct InstrumentVersion: Sendable, Hashable {
    /// Stays the same whatever is corrected.
    public var identifier: String
    /// The first day; nil if it is not known.
    public var from: KnownDate?
    /// The last day; nil while it holds.
    public var until: KnownDate?
    public var standing: Standing
    /// In plain words.
    public var summary: String
    /// ISO 639-1 code of the language that the summary is written in.
    public var language: String
    /// By ISO 639-1 code.
    public var translations: [String: SummaryTranslation]
    /// Pages where it was read, or words.
    public var sources: [String]
    public var confidence: Confidence
    public var note: String
    /// The day up to which the source looked, where it says so: what happened later is not in it.
    public var asOf: KnownDate?
    /// The rules of the books of law that made up the law in this time.
    public var provisions: [Rule]

    public init(
        identifier: String, from: KnownDate? = nil, until: KnownDate? = nil, standing: Standing = .inForce, summary: String = "", language: String = "en",
        translations: [String: SummaryTranslation] = [:], sources: [String] = [], confidence: Confidence = .medium, note: String = "", asOf: KnownDate? = nil,
        provisions: [Rule] = []
    ) {
        self.identifier = identifier
        self.from = from
        self.until = until
        self.standing = standing
        self.summary = summary
        self.language = language
        self.translations = translations
        self.sources = sources
        self.confidence = confidence
        self.note = note
        self.asOf = asOf
        self.provisions = provisions
    }

    /// Whether it is the version of a day. A date of which only the month or year is known counts from its first and to its last day.
    public func applies(on day: Day) -> Bool {
        (from.map { $0.earliest <= day } ?? true) && (until.map { day <= $0.latest } ?? true)
    }

    /// Whether any day of a span is one of its days; nil is an open end. Ends that are not known exactly count as far as they may reach.
    public func touches(from start: Day?, to end: Day?) -> Bool {
        if let start, let until, until.latest < start { return false }
        if let end, let from, from.earliest > end { return false }
        return true
    }

    public func translationStatus(_ wanted: String) -> TranslationStatus {
        if wanted == language { return .original }
        guard let translation = translations[wanted] else { return .missing }
        guard translation.original == summary else { return .outdated }
        return translation.isReviewed ? .checked : .awaitingReview
    }

    /// The summary in a language if a translation of this wording is there, else as it was written. ``translationStatus(_:)`` says whether it was read by a second person.
    public func summary(in wanted: String) -> (text: String, language: String) {
        guard [.checked, .awaitingReview].contains(translationStatus(wanted)), let translation = translations[wanted] else { return (summary, language) }
        return (translation.text, wanted)
    }
}

/// An entry of the register of law and policy: what it is, whom it concerns, and what it said when.
public struct Instrument: Sendable, Hashable {
    /// Such as `QA/law-14-2004`; entries of an organisation have the identifier of their record.
    public var identifier: String
    public var kind: InstrumentKind
    /// As it is cited.
    public var title: String
    /// The states whose rule it is (ISO 3166-1 alpha-2).
    public var countries: [String]
    /// Countries of origin whose workers it concerns; empty means all.
    public var origins: [String]
    /// Countries of work in which it matters; empty means all.
    public var destinations: [String]
    /// Codes of the list `work-sector` of the dictionary; empty means all.
    public var sectors: [String]
    /// Of a ratification, the code of the treaty, such as `C189`.
    public var treaty: String
    /// In the order of their time.
    public var versions: [InstrumentVersion]

    public init(
        identifier: String, kind: InstrumentKind, title: String, countries: [String], origins: [String] = [], destinations: [String] = [],
        sectors: [String] = [], treaty: String = "", versions: [InstrumentVersion] = []
    ) {
        self.identifier = identifier
        self.kind = kind
        self.title = title
        // In one order, so that entries that say the same are the same.
        self.countries = Set(countries).sorted()
        self.origins = Set(origins).sorted()
        self.destinations = Set(destinations).sorted()
        self.sectors = Set(sectors).sorted()
        self.treaty = treaty
        self.versions = Self.ordered(versions)
    }

    /// The version of a day; nil if there is none. O(versions).
    public func version(on day: Day) -> InstrumentVersion? { versions.last { $0.applies(on: day) } }

    /// Whether it binds anybody on a day.
    public func isInForce(on day: Day) -> Bool { version(on: day)?.standing.isBinding ?? false }

    /// Rules of the books that rest on it, in any of its versions.
    public var rules: [Rule] {
        var seen: Set<String> = []
        return versions.flatMap(\.provisions).filter { seen.insert($0.place).inserted }
    }

    /// By their first days; those without one come first.
    public static func ordered(_ versions: [InstrumentVersion]) -> [InstrumentVersion] {
        versions.sorted { ($0.from?.earliest.number ?? Int.min, $0.identifier) < ($1.from?.earliest.number ?? Int.min, $1.identifier) }
    }

    /// The first two versions, in order of time, that hold on one day; nil if none do. O(versions).
    public static func overlap(_ versions: [InstrumentVersion]) -> (InstrumentVersion, InstrumentVersion)? {
        let ordered = ordered(versions)
        for (earlier, later) in zip(ordered, ordered.dropFirst()) {
            guard let until = earlier.until, let from = later.from, until.latest < from.earliest else { return (earlier, later) }
        }
        return nil
    }
}
