import App
import ArgumentParser
import Entitlements
import Formats
import Foundation
import Vault

/// The register behind the rules, for reading. Without `--data` it is what comes with the program; with it, what the organisation and the feeds it follows
/// have added as well.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Look into the register of law and policy: laws, bans, agreements, fees, ratifications, each with its versions and sources.",
        discussion: "The rules that claims are computed by are in corridor law; this is the register behind them.",
        subcommands: [List.self, Show.self, Changes.self, Export.self, Import.self, Publish.self, Follow.self])

    /// Which entries.
    struct Selection: ParsableArguments {
        @Option(name: .long, help: ArgumentHelp("A state whose rule it is, or that it names.", valueName: "COUNTRY"))
        var country: String?
        @Option(name: .long, help: ArgumentHelp("Country of origin of the workers.", valueName: "COUNTRY"))
        var origin: String?
        @Option(name: .long, help: ArgumentHelp("Country of work.", valueName: "COUNTRY"))
        var destination: String?
        @Option(
            name: .long, help: ArgumentHelp(InstrumentKind.allCases.map(\.rawValue).joined(separator: ", "), valueName: "KIND"))
        var kind: InstrumentKind?
        @Option(name: .long, help: ArgumentHelp("A sector, such as domestic-work.", valueName: "SECTOR"))
        var sector: String?
        @Option(name: .long, help: ArgumentHelp("Only what is in force on that day.", valueName: "DATE"))
        var on: String?

        func query() throws -> Register.Query {
            Register.Query(
                country: country?.uppercased(), origin: origin?.uppercased(), destination: destination?.uppercased(), kind: kind,
                sectors: sector.map { [$0] } ?? [],
                inForceOn: try on.map(PolicyCommand.day))
        }
    }

    /// The organisation whose register is read.
    struct Place: ParsableArguments {
        @Option(name: .long, help: ArgumentHelp("The folder of a node; without it only what comes with the program.", valueName: "DIR"))
        var data: String?
        @Option(name: .long, help: ArgumentHelp("A file that unlocks the node, if it is not where init put it.", valueName: "FILE"))
        var keyFile: String?

        func register() throws -> Register {
            guard let data else { return try RegisterLibrary.register() }
            var options = NodeOptions()
            (options.namedFolder, options.keyFile) = (data, keyFile)
            return try PolicyExchange(try options.open()).register()
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List entries.")
        @OptionGroup var selection: Selection
        @OptionGroup var place: Place
        @OptionGroup var output: JSONOption

        func run() throws {
            let entries = try place.register().entries(try selection.query())
            let today = Day(Date())
            if output.json {
                Console.json([
                    "entries": .array(
                        entries.map { entry in
                            .object([
                                "identifier": .string(entry.identifier), "kind": .string(entry.kind.rawValue), "title": .string(entry.title),
                                "countries": .array(entry.countries.map { .string($0) }), "versions": .integer(Int64(entry.versions.count)),
                                "standing": entry.version(on: today).map { .string($0.standing.rawValue) } ?? .null,
                            ])
                        })
                ])
                return
            }
            for entry in entries {
                let standing = entry.version(on: today)?.standing.rawValue ?? "no version today"
                Console.line("\(entry.identifier)  \(entry.kind.rawValue)  \(standing)  \(entry.title)")
            }
            Console.message("\(entries.count) entries.")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show an entry with its versions, sources and the rules that rest on it.")
        @Argument(help: ArgumentHelp("As the list gives it, such as QA/law-14-2004.", valueName: "ENTRY"))
        var entry: String
        @OptionGroup var place: Place
        @Option(name: .long, help: ArgumentHelp("en, ne, hi, bn, ar or id; summaries that are not translated are as they were written.", valueName: "LANGUAGE"))
        var language = "en"
        @OptionGroup var output: JSONOption

        func run() throws {
            guard let entry = try place.register()[entry] else {
                throw ValidationError("There is no entry \(entry). corridor policy list shows them.")
            }
            if output.json {
                guard case .object(let document) = RegisterDocument.json([entry]) else { return }
                Console.json(document)
                return
            }
            Console.line("\(entry.title)\n  \(entry.kind.rawValue); \(entry.countries.joined(separator: ", "))")
            for version in entry.versions {
                let time = "\(version.from?.description ?? "…") – \(version.until?.description ?? "")"
                Console.line("\n  \(time)  \(version.standing.rawValue), confidence \(version.confidence.rawValue)")
                if !version.summary.isEmpty {
                    let status = version.translationStatus(language)
                    Console.line("    \(version.summary(in: language).text)\(status == .original ? "" : " [\(status.rawValue)]")")
                }
                if let asOf = version.asOf { Console.line("    as of \(asOf.description)") }
                for rule in version.provisions { Console.line("    \(rule.topic): \(rule.value) \(rule.unit) – \(rule.says) (article \(rule.article))") }
                if !version.note.isEmpty { Console.line("    \(version.note)") }
                for source in version.sources { Console.line("    \(source)") }
            }
        }
    }

    struct Changes: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what began or ended since a day.")
        @Option(name: .long, help: ArgumentHelp("The day.", valueName: "DATE"))
        var since: String
        @OptionGroup var selection: Selection
        @OptionGroup var place: Place
        @OptionGroup var output: JSONOption

        func run() throws {
            let changes = try place.register().changes(since: try PolicyCommand.day(since), try selection.query())
            if output.json {
                Console.json([
                    "since": .string(since),
                    "changes": .array(
                        changes.map { change in
                            .object([
                                "change": .string(change.kind.rawValue), "date": .string(change.day.description), "entry": .string(change.entry.identifier),
                                "version": .string(change.version.identifier), "standing": .string(change.version.standing.rawValue),
                            ])
                        }),
                ])
                return
            }
            for change in changes {
                Console.line(
                    "\(change.day.description)  \(change.day.earliest > Day(Date()) ? (change.kind == .began ? "will begin" : "will end") : change.kind.rawValue)  \(change.entry.identifier)  \(change.version.standing.rawValue)  \(change.entry.title)")
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write entries as JSON or CSV.")
        enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv }
        @OptionGroup var selection: Selection
        @OptionGroup var place: Place
        @Option(name: .long, help: ArgumentHelp("The file.", valueName: "FILE"))
        var output: String
        @Option(name: .long, help: ArgumentHelp("json or csv.", valueName: "FORMAT"))
        var format = Format.json

        func run() throws {
            let entries = try place.register().entries(try selection.query())
            let bytes = format == .csv ? RegisterDocument.csv(entries) : Array(RegisterDocument.json(entries).prettyPrinted().utf8)
            try Data(bytes).write(to: URL(filePath: output), options: .atomic)
            Console.line("\(entries.count) entries written to \(output).")
        }
    }

    fileprivate static func day(_ text: String) throws -> Day {
        guard let day = KnownDate(text)?.earliest else { throw ValidationError("“\(text)” is no day: write 2021-06-30.") }
        return day
    }
}

extension PolicyCommand {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Propose what a file says and the register does not. A second person approves each change in the app.",
            discussion: "The file is what export --format json wrote. Nothing in the register changes before somebody has approved it.")
        @Argument(help: ArgumentHelp("A JSON file.", valueName: "FILE"))
        var file: String
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("Where it comes from, for whoever approves.", valueName: "TEXT"))
        var reason: String

        func run() throws {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
            let outcome = try PolicyExchange(try node.open()).propose(bytes, reason: reason, by: Reader.keyHolder.account)
            for finding in outcome.findings { Console.message(finding) }
            Console.line("\(outcome.read) entries read, \(outcome.proposed) changes proposed, \(outcome.unchanged) there already or proposed before.")
        }
    }

    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write what this organisation has added to the register as a signed feed.", discussion: "Followers compare the code that is printed.")
        @OptionGroup var place: FeedOutput

        func run() throws {
            let bytes = try PolicyExchange(try place.node.open()).feed()
            let feed = try SignedFeed(bytes: bytes, file: place.output, purpose: .policy)
            try place.write(bytes, feed, contents: "\(feed.entries["entries"]?.array?.count ?? 0) entries")
        }
    }

    struct Follow: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in the signed feed of another organisation.", discussion: "What its owner no longer publishes is taken out.")
        @OptionGroup var feed: FeedArguments

        func run() throws {
            let outcome = try PolicyExchange(try feed.node.open()).follow(
                try feed.bytes(), file: feed.name, comparedCode: feed.code, isCoordinator: feed.coordinator, by: Reader.keyHolder.account)
            feed.report(outcome.name, outcome.trust, "\(outcome.read) entries read, \(outcome.changed) changed")
        }
    }
}

extension InstrumentKind: ExpressibleByArgument {}
