import Dictionary
import Entitlements

/// The register's words for a page: titles, corridors, dates, in the reader's language.
struct PolicyText: Sendable {
    let dictionary: DataDictionary
    let dates: DateText

    init(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) {
        self.init(dictionary: access.node.dictionary, dates: DateText(request, services))
    }

    init(dictionary: DataDictionary, dates: DateText) {
        self.dictionary = dictionary
        self.dates = dates
    }

    var translator: Translator { dates.translator }
    private var separator: String { translator("cases.list-separator") }

    /// Treaties have names in every language; other entries are called what they are cited as.
    func title(_ entry: Instrument) -> String {
        entry.treaty.isEmpty || entry.kind != .ratification ? entry.title : "\(translator("policy.treaty.\(entry.treaty)")) (\(entry.treaty))"
    }

    /// Nil where the title is in the language of the page.
    func titleLanguage(_ entry: Instrument) -> String? { entry.kind == .ratification && !entry.treaty.isEmpty ? nil : "en" }

    func label(_ vocabulary: String, _ code: String) -> String { dictionary.vocabulary(vocabulary)?.label(of: code, translator.language) ?? code }
    func kind(_ kind: InstrumentKind) -> String { label("instrument-kind", kind.rawValue) }
    func standing(_ standing: Standing) -> String { label("instrument-standing", standing.rawValue) }
    func confidence(_ confidence: Confidence) -> String { label("source-confidence", confidence.rawValue) }
    func countries(_ codes: [String]) -> String { codes.map { label("country", $0) }.joined(separator: separator) }
    func sectors(_ codes: [String]) -> String { codes.map { label(PolicySectors.vocabulary, $0) }.joined(separator: separator) }

    /// The program's own languages by their own names; others by their code.
    func language(_ code: String) -> String {
        translator.catalogue.languages.contains(code) ? translator.catalogue.facts(of: code).name : code
    }

    /// The languages that summaries are written and translated in.
    var languageOptions: [FormControls.Option] { translator.catalogue.languages.map { .init(value: $0, label: language($0)) } }

    /// `Nepal → Qatar`; the state alone where no corridor is named.
    func corridor(_ entry: Instrument) -> String {
        if entry.origins.isEmpty, entry.destinations.isEmpty || entry.destinations == entry.countries { return countries(entry.countries) }
        let ends = [entry.origins, entry.destinations].map { codes -> String in
            switch codes.count {
            case 0: translator("policy.all-countries")
            case 1...3: countries(codes)
            default: translator("policy.countries.count", ["count": .number(codes.count)])
            }
        }
        return "\(ends[0]) \(translator("policy.arrow")) \(ends[1])"
    }

    func date(_ date: KnownDate?) -> String? { date.flatMap { $0.partial }.map(dates.text) }

    /// `1 March 2021 – 4 May 2022`.
    func time(_ version: InstrumentVersion) -> String {
        let from = date(version.from)
        let until = date(version.until)
        switch (from, until) {
        case (let from?, let until?): return translator("policy.time.span", ["from": .text(from), "until": .text(until)])
        case (let from?, nil): return translator("policy.time.since", ["from": .text(from)])
        case (nil, let until?): return translator("policy.time.until", ["until": .text(until)])
        case (nil, nil): return translator("policy.time.unknown")
        }
    }

    /// Where an entry came from.
    func origin(_ entry: PolicyEntry) -> String {
        entry.origin == .feed ? translator("policy.origin.feed", ["name": .text(entry.source ?? "")]) : translator("policy.origin.\(entry.origin.rawValue)")
    }

    /// The summary in the reader's language, as far as it is there, with how it stands.
    func writeSummary(_ html: inout HTMLWriter, _ version: InstrumentVersion) {
        let (text, language) = version.summary(in: translator.language)
        if !text.isEmpty { html.element("p", [.lang(language), .dir("auto"), .class("told")], text: text) }
        if text.isEmpty, !version.provisions.isEmpty {
            html.element("p", text: translator("policy.provisions.count", ["count": .number(version.provisions.count)]))
        }
        let status = version.translationStatus(translator.language)
        if !text.isEmpty, status == .missing || status == .outdated || status == .awaitingReview {
            html.element("p", [.class("hint")], text: translator("policy.translation.\(status.rawValue)"))
        }
    }

    func writeBadge(_ html: inout HTMLWriter, _ entry: Instrument, on day: Entitlements.Day) {
        guard let version = entry.version(on: day) else {
            html.element("span", [.class("badge")], text: translator("policy.no-version"))
            return
        }
        html.element("span", [.class(version.standing.isBinding ? "badge strong" : "badge")], text: standing(version.standing))
    }

    /// Pages where it was read: addresses become links, other words stay words.
    func writeSources(_ html: inout HTMLWriter, _ sources: [String]) {
        html.element("ul", [.class("plain small")]) { html in
            for source in sources.prefix(12) {
                html.element("li", [.dir("ltr"), .class("source")]) { html in
                    let isAddress = ["http://", "https://"].contains { source.utf8.starts(with: $0.utf8) }
                    if isAddress, !source.utf8.contains(UInt8(ascii: " ")) {
                        html.element("a", [.href(source), Attribute("rel", "noreferrer noopener")], text: source)
                    } else {
                        html.text(source)
                    }
                }
            }
            if sources.count > 12 { html.element("li", text: translator("policy.sources.more", ["count": .number(sources.count - 12)])) }
        }
    }
}
