import Dictionary
import Entitlements
import Formats
import Journal

/// A sheet for workers, before they leave or after they arrive, as it was drawn from the register: its lines, and the versions that they rest on.
struct OrientationSheet: Sendable {
    enum Stage: String, Sendable, CaseIterable {
        case beforeDeparture = "before-departure"
        case afterArrival = "after-arrival"
    }

    /// For whom it is.
    struct Scope: Sendable, Hashable {
        var stage: Stage
        var origin: String
        var destination: String
        /// Code of the list of sectors; nil for all.
        var sector: String?
        var language: String
    }

    struct Line: Sendable, Hashable {
        var text: String
        /// The language of the text, where it is not that of the sheet.
        var language: String
        /// The law with its article, or the title of the entry.
        var source: String
    }

    struct Section: Sendable, Hashable {
        var key: String
        var lines: [Line]
    }

    /// A version that a line rests on.
    struct Basis: Sendable, Hashable {
        var entry: String
        var version: String
        /// SHA-256 of what the version said.
        var hash: String

        var text: String { "\(entry) \(version) \(hash)" }

        init(entry: String, version: InstrumentVersion) {
            self.entry = entry
            self.version = version.identifier
            hash = Self.hash(of: version)
        }

        init?(_ text: String) {
            let parts = text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            guard parts.count == 3 else { return nil }
            (entry, version, hash) = (parts[0], parts[1], parts[2])
        }

        /// Without its last day and its translations: that an end is announced, or another language added, changes nothing of what the sheet says. Nor does the
        /// line on which a rule stands in its file.
        static func hash(of version: InstrumentVersion) -> String {
            var said = version
            said.until = nil
            said.translations = [:]
            var object = RegisterDocument.json(said, withProvisions: false)
            object["provisions"] = .array(
                version.provisions.map { rule in
                    var rule = rule.json
                    rule["place"] = .null
                    return .object(rule)
                })
            return Digest(of: JSONValue.object(object).canonicalBytes()).description
        }
    }

    var scope: Scope
    var drawnOn: CalendarDay
    var sections: [Section]
    var basis: [Basis]

    /// The versions it rests on that are superseded: no longer those of the day, taken out, or corrected. Empty while the sheet is good. O(versions it rests
    /// on).
    func superseded(in register: Register, on day: Entitlements.Day) -> [Basis] {
        basis.filter { basis in
            guard let version = register[basis.entry]?.versions.first(where: { $0.identifier == basis.version }) else { return true }
            return !version.applies(on: day) || Basis.hash(of: version) != basis.hash
        }
    }

    // MARK: Kept form

    var content: JSONValue {
        .array(
            sections.map { section in
                .object([
                    "key": .string(section.key),
                    "lines": .array(
                        section.lines.map { .object(["text": .string($0.text), "language": .string($0.language), "source": .string($0.source)]) }),
                ])
            })
    }

    static func sections(_ value: JSONValue) -> [Section] {
        (value.array ?? []).compactMap { item in
            guard let key = item["key"]?.string, let lines = item["lines"]?.array else { return nil }
            return Section(
                key: key,
                lines: lines.compactMap { line in
                    guard let text = line["text"]?.string else { return nil }
                    return Line(text: text, language: line["language"]?.string ?? "en", source: line["source"]?.string ?? "")
                })
        }
    }
}
