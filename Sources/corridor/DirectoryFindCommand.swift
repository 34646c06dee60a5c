import App
import ArgumentParser
import Dictionary
import Formats
import Foundation
import Interchange

extension DirectoryCommand {
    struct Find: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find who can help.",
            discussion: """
                Say the need as a sentence, such as --need "a domestic worker, Nepali, in Beirut, left her employer tonight", as codes, or both; codes count. What was
                understood is printed first.
                """)
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("A sentence, or codes of kinds of service with commas between them.", valueName: "TEXT"))
        var need: String
        @Option(
            name: .long, help: ArgumentHelp("Where the help is needed: a country as two letters, perhaps with a town, or a name: LB, LB:Beirut, Beirut.", valueName: "PLACE"))
        var `in`: String?
        @Option(
            name: .long,
            help: ArgumentHelp("For whom: nationality, sex, sector, documented or undocumented, as codes or words, such as NP,female,domestic-work.", valueName: "CODES"))
        var `for`: String?
        @Option(name: .long, help: ArgumentHelp("Languages, such as nep,hin, ne,hi or Nepali.", valueName: "CODES"))
        var language: String?
        @Flag(name: .long, help: "It cannot wait: hours, emergency phones and free places count.")
        var urgent = false
        @Option(name: .long, help: ArgumentHelp("How many results are printed.", valueName: "COUNT"))
        var limit = 10
        @OptionGroup var output: JSONOption

        func run() throws {
            let node = try node.open()
            let (needs, left, question) = try read(node.dictionary)
            let finding = DirectoryFinding(node, reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive))
            let readings = try needs.map { (need: $0, found: try finding.find($0)) }
            if output.json {
                let shown = readings.map { (need: Self.json($0.need), results: JSONValue.array($0.found.prefix(max(0, limit)).map(Self.json))) }
                let left = JSONValue.array(left.map(JSONValue.string))
                if let only = shown.first, shown.count == 1 {
                    Console.json(["need": only.need, "left": left, "place": .string(question?.standing.rawValue ?? "told"), "results": only.results])
                } else {
                    Console.json(["left": left, "readings": .array(shown.map { .object(["need": $0.need, "results": $0.results]) })])
                }
                return
            }
            if readings.count > 1 {
                let choices = needs.map { "--in \(Self.place($0))" }.joined(separator: " or ")
                Console.line("Where is the help needed? Two countries are named, and the words do not say in which. Choose with \(choices).")
            }
            if let question, needs != [DirectoryNeed()] {
                let unread = question.unread.isEmpty ? "" : " Perhaps a place that the directory does not know: \(question.unread.joined(separator: ", "))."
                switch question.standing {
                case .missing: Console.line("Where is the help needed? The words do not say it so that it is understood, and what follows is from every country.\(unread) Say it with --in QA.")
                case .unsure:
                    Console.line(
                        "Where is the help needed? The words name \(needs.first.map(Self.place) ?? ""), and do not say so that it is understood whether it is there.\(unread) Say it with --in \(needs.first?.country ?? "QA").")
                case .told: break
                }
            }
            for reading in readings { show(reading.need, left, reading.found) }
        }

        private static func place(_ need: DirectoryNeed) -> String { (need.country ?? "") + (need.locality.map { ":\($0)" } ?? "") }

        private func show(_ need: DirectoryNeed, _ left: [String], _ found: [DirectorySearch.Result]) {
            Console.line("Understood: \(Self.words(need))")
            if !left.isEmpty { Console.line("Not understood: \(left.joined(separator: ", "))") }
            if need == DirectoryNeed() {
                Console.line("Say what is needed in other words, or by codes: --need shelter --in QA --for NP. The command `corridor dictionary show service-type` lists them.")
                return
            }
            for (index, result) in found.prefix(max(0, limit)).enumerated() {
                let (service, giver) = (Console.plain(result.listing.serviceName), Console.plain(result.listing.organisationName))
                Console.line("\n\(index + 1). \(service) — \(giver)  [\(result.listing.service)]")
                if !result.reasons.isEmpty { Console.line("   for:     \(result.reasons.map(Self.words).joined(separator: "; "))") }
                if !result.against.isEmpty { Console.line("   against: \(result.against.map(Self.words).joined(separator: "; "))") }
            }
            if found.isEmpty { Console.line("Nobody in the directory gives that there.") }
        }

        /// What the words leave open about the place, and words that may name it.
        private typealias PlaceQuestion = (standing: NeedReader.PlaceStanding, unread: [String])

        /// The need; two of them where the sentence does not say in which of two countries it is.
        private func read(_ dictionary: DataDictionary) throws -> (needs: [DirectoryNeed], left: [String], question: PlaceQuestion?) {
            let codes = need.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            let types = dictionary.vocabulary("service-type")
            var (results, left): ([DirectoryNeed], [String]) = ([DirectoryNeed()], [])
            var question: PlaceQuestion?
            if !codes.isEmpty, codes.allSatisfy({ types?.contains($0) == true }) {
                results[0].types = codes
            } else {
                let reading = try NeedReader.standard().read(need)
                (results, left) = (reading.needs, reading.left)
                if self.in != nil { results = [reading.need] } else if reading.standing != .told { question = (reading.standing, reading.unreadPlaces) }
            }
            return (try results.map { try completed($0, dictionary) }, left, question)
        }

        /// With what the options say, which counts.
        private func completed(_ need: DirectoryNeed, _ dictionary: DataDictionary) throws -> DirectoryNeed {
            var result = need
            if let place = self.in {
                let parts = place.split(separator: ":", maxSplits: 1).map(String.init)
                // A name says as much as a code: Lebanon, or Beirut.
                let named = try NeedReader.standard().read(parts.first ?? "").need
                result.country = try named.country ?? code(parts.first ?? "", "country", dictionary, option: "--in").uppercased()
                result.locality = parts.count > 1 ? parts[1] : named.locality
            }
            for part in (self.for ?? "").split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) { try take(part, &result, dictionary) }
            if let language { result.languages = try language.split(separator: ",").map { try languageCode(String($0), dictionary) } }
            if urgent { result.isUrgent = true }
            return result
        }

        private func take(_ part: String, _ need: inout DirectoryNeed, _ dictionary: DataDictionary) throws {
            if dictionary.vocabulary("sex")?.contains(part) == true {
                need.sex = part
            } else if dictionary.vocabulary("work-sector")?.contains(part) == true {
                need.sector = part
            } else if part == "documented" || part == "undocumented" {
                need.isDocumented = part == "documented"
            } else {
                let named = try NeedReader.standard().read(part).need
                guard named.nationality == nil, named.sex == nil, named.sector == nil else {
                    (need.nationality, need.sex) = (named.nationality ?? need.nationality, named.sex ?? need.sex)
                    need.sector = named.sector ?? need.sector
                    return
                }
                need.nationality = try named.country ?? code(part.uppercased(), "country", dictionary, option: "--for")
            }
        }

        /// A language by its code of three letters, as the dictionary has it, by that of two (ISO 639-1, the column `alpha2`), or by name.
        private func languageCode(_ text: String, _ dictionary: DataDictionary) throws -> String {
            let wanted = text.trimmingCharacters(in: .whitespaces).lowercased()
            let terms = dictionary.vocabulary("language")?.terms ?? []
            if let term = terms.first(where: { $0.extra["alpha2"] == wanted || $0.label("en").lowercased() == wanted }) { return term.code }
            return try code(text, "language", dictionary, option: "--language")
        }

        private func code(_ text: String, _ vocabulary: String, _ dictionary: DataDictionary, option: String) throws -> String {
            let list = dictionary.vocabulary(vocabulary)
            for candidate in [text, text.uppercased(), text.lowercased()] where list?.contains(candidate) == true { return candidate }
            throw ValidationError("\(option): “\(text)” is not a code of \(vocabulary). The command `corridor dictionary show \(vocabulary)` lists them.")
        }

        // MARK: Words

        private static func words(_ need: DirectoryNeed) -> String {
            var parts = need.types
            if let country = need.country { parts.append("in \(country)" + (need.locality.map { ", \($0)" } ?? "")) }
            parts += [need.nationality, need.sex, need.sector, need.isDocumented.map { $0 ? "documented" : "undocumented" }].compactMap { $0 }
            parts += need.languages
            if need.isUrgent { parts.append("urgent") }
            return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
        }

        private static func words(_ reason: DirectorySearch.Reason) -> String {
            ([reason.kind.rawValue] + reason.codes + [reason.number.map(String.init)].compactMap { $0 }).joined(separator: " ")
        }

        private static func json(_ need: DirectoryNeed) -> JSONValue {
            var object: JSONObject = ["types": .array(need.types.map(JSONValue.string)), "languages": .array(need.languages.map(JSONValue.string))]
            object["country"] = need.country.map(JSONValue.string)
            object["locality"] = need.locality.map(JSONValue.string)
            object["nationality"] = need.nationality.map(JSONValue.string)
            object["sex"] = need.sex.map(JSONValue.string)
            object["sector"] = need.sector.map(JSONValue.string)
            object["documented"] = need.isDocumented.map(JSONValue.bool)
            object["urgent"] = .bool(need.isUrgent)
            return .object(object)
        }

        private static func json(_ result: DirectorySearch.Result) -> JSONValue {
            .object([
                "service": .string(result.listing.service), "organisation": .string(result.listing.organisation), "name": .string(result.listing.serviceName),
                "organisationName": .string(result.listing.organisationName), "score": .number((result.score * 1000).rounded() / 1000),
                "excluded": .bool(result.isExcluded), "for": .array(result.reasons.map { .string(words($0)) }),
                "against": .array(result.against.map { .string(words($0)) }),
            ])
        }
    }
}
