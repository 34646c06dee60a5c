import App
import ArgumentParser
import Entitlements
import Formats
import Foundation

struct LawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law", abstract: "Look into the rules of law that claims are computed by.", subcommands: [Show.self, Check.self, Changes.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the rules of a country that apply on a day.")
        @Argument(help: ArgumentHelp("Two letters, such as QA.", valueName: "COUNTRY"))
        var country: String
        @Option(name: .long, help: ArgumentHelp("private or domestic.", valueName: "CATEGORY"))
        var category = WorkerCategory.privateSector
        @Option(name: .long, help: ArgumentHelp("The day, today unless told; all for rules of all times.", valueName: "DATE"))
        var on: String?
        @Option(name: .long, help: ArgumentHelp("Only topics that begin so, such as end-of-service.", valueName: "TOPIC"))
        var topic: String?
        @Option(name: .long, help: ArgumentHelp("en, ne, hi, bn, ar or id; what is not translated is in English.", valueName: "LANGUAGE"))
        var language = "en"
        @OptionGroup var law: LawOption
        @OptionGroup var output: JSONOption

        func run() throws {
            try law.use()
            guard let phrases = Phrases.standard(language) else {
                throw ValidationError("“\(language)” is no language of rules: write one of \(Phrases.languages.joined(separator: ", ")).")
            }
            guard let book = try LawLibrary.book(country: country.uppercased(), category: category) else {
                throw ValidationError("No law is on file for \(country), \(category.rawValue). There is: \(LawLibrary.names().joined(separator: ", ")).")
            }
            let day = try on.map { try $0 == "all" ? nil : LawCommand.day($0) } ?? Day(Date())
            let rules = book.rules.filter { rule in
                (day.map { rule.applies(on: $0) } ?? true) && (topic.map { rule.topic.utf8.starts(with: $0.utf8) } ?? true)
            }
            if output.json {
                Console.json([
                    "country": .string(book.country), "category": .string(book.category.rawValue), "currency": .string(book.currency.code),
                    "on": day.map { .string($0.description) } ?? .null, "language": .string(language),
                    "rules": .array(rules.map { .object(LawCommand.json($0, phrases)) }),
                ])
                return
            }
            var last = ""
            for rule in rules {
                if rule.topic != last {
                    let name = language == "en" ? nil : PolicyTopics.name(of: rule, in: language)
                    Console.line("\n\(rule.topic)\(name.map { ": " + $0 } ?? "")")
                }
                last = rule.topic
                LawCommand.print(rule, book.currency, phrases)
            }
            if rules.isEmpty { Console.message("No rule applies then, or on that topic.") }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find gaps and overlaps in time, rules without source, topics on which nothing is on file, and faults of the register behind the rules.")
        @Argument(
            help: ArgumentHelp(
                "A file of rules, or one of the files beside them, by its name: mandates.yaml, agencies.yaml, rules.yaml, statements.yaml, titles.csv, statutes.csv and the others of the register. Without it all that come with the program.",
                valueName: "FILE"))
        var file: String?
        @Flag(name: .long, help: "Only errors, no warnings.")
        var errorsOnly = false
        @OptionGroup var law: LawOption
        @OptionGroup var output: JSONOption

        func run() throws {
            let corrections = try law.use()
            let bytes = try file.map { try LawCommand.bytes($0) }
            let name = file.map { URL(filePath: $0).lastPathComponent } ?? ""
            let beside = bytes.flatMap { LawCheck.file(named: name, $0) }
            // Of a file that cannot be read whole, the rules that can are checked all the same.
            let reading = beside == nil ? bytes.map { LawReading.readAll($0, file: name) } : nil
            let books = try file == nil ? LawLibrary.books() : reading?.book.map { [$0] } ?? []
            // Of a single file there is no register to compare with. Where the register cannot be read, the check of its files says why.
            let register = file == nil ? (try? RegisterLibrary.register()).map { LawCheck.findings($0, books: books) } ?? [] : []
            let translations = file == nil ? LawCheck.findings(RuleTranslations.current(), books: books) : []
            let papers = file == nil ? LawCheck.papers() : []
            let findings = (reading.map { LawCheck.findings($0) } ?? books.flatMap { LawCheck.findings($0) }) + (beside ?? []) + register + translations + papers
            // What was refused was printed when it was read, and is as wrong as what is in use.
            let refused = corrections?.refused.flatMap(\.findings) ?? []
            let errors = findings.filter { $0.severity == .error }.count + refused.count
            if output.json {
                Console.json([
                    "books": .integer(Int64(books.count)), "rules": .integer(Int64(books.reduce(0) { $0 + $1.rules.count })), "errors": .integer(Int64(errors)),
                    "warnings": .integer(Int64(findings.count + refused.count - errors)),
                    "findings": .array((refused + findings).map { .object($0.json) }),
                ])
            } else {
                for finding in findings where !errorsOnly || finding.severity == .error { Console.line(finding.description) }
                Console.line("\(books.count) books, \(books.reduce(0) { $0 + $1.rules.count }) rules: \(errors) errors, \(findings.count + refused.count - errors) warnings.")
            }
            if errors > 0 { throw ExitCode.failure }
        }
    }

    struct Changes: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show which rules began or ended since a day.")
        @Option(name: .long, help: ArgumentHelp("The day.", valueName: "DATE"))
        var since: String
        @Option(name: .long, help: ArgumentHelp("Only this country.", valueName: "COUNTRY"))
        var country: String?
        @OptionGroup var law: LawOption
        @OptionGroup var output: JSONOption

        func run() throws {
            try law.use()
            let day = try LawCommand.day(since)
            let books = try LawLibrary.books().filter { country == nil || $0.country == country?.uppercased() }
            if let country, books.isEmpty {
                throw ValidationError("No law is on file for \(country). There is: \(LawLibrary.names().joined(separator: ", ")).")
            }
            let changes = books.flatMap { book in LawChanges.since(day, in: book).map { (book, $0) } }
                .sorted { ($0.1.day.earliest, $0.0.country) < ($1.1.day.earliest, $1.0.country) }
            if output.json {
                Console.json([
                    "since": .string(day.description),
                    "changes": .array(
                        changes.map { book, change in
                            .object([
                                "country": .string(book.country), "category": .string(book.category.rawValue), "change": .string(change.kind.rawValue),
                                "date": .string(change.day.description), "rule": .object(change.rule.json),
                            ])
                        }),
                ])
                return
            }
            for (book, change) in changes {
                let kind = change.day.earliest > Day(Date()) ? (change.kind == .began ? "will begin" : "will end") : change.kind.rawValue
                Console.line("\(change.day)  \(book.country) \(book.category.rawValue)  \(kind)  \(change.rule.topic)")
                LawCommand.print(change.rule, book.currency)
            }
            if changes.isEmpty { Console.message("No rule on file began or ended since \(day).") }
        }
    }

    fileprivate static func bytes(_ file: String) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else { throw AppError("The file \(file) cannot be read. Check its name and permissions.") }
        return [UInt8](data)
    }

    fileprivate static func day(_ text: String) throws -> Day {
        guard let day = KnownDate(text)?.day else { throw ValidationError("“\(text)” is no day: write 2021-06-30.") }
        return day
    }

    /// The rule with its sentence in the language, and whether a native speaker has read it.
    fileprivate static func json(_ rule: Rule, _ phrases: Phrases) -> JSONObject {
        var object = rule.json
        guard phrases.language != "en" else { return object }
        let translation = RuleTranslations.current().text(rule.says, in: phrases.language)
        object["translation"] = translation.map {
            .object(["language": .string(phrases.language), "text": .string($0.text), "review": .string($0.isReviewed ? "reviewed" : "awaiting")])
        } ?? .null
        return object
    }

    fileprivate static func print(_ rule: Rule, _ currency: Currency, _ phrases: Phrases? = Phrases.standard("en")) {
        let language = phrases.flatMap { $0.language == "en" ? nil : $0 }
        let conditions = language?.conditions(rule.conditions) ?? rule.conditions.summary
        let measure = language?.says(value: rule, in: currency) ?? rule.measure(in: currency)
        let confidence = phrases?.words("confidence." + rule.confidence.rawValue) ?? rule.confidence.rawValue
        let second = rule.isAlternative ? " [\(phrases?.words("law.second-reading") ?? "second reading")]" : ""
        Console.line("  \(measure)\(conditions.isEmpty ? "" : " (\(conditions))"): \(phrases?.sentence(of: rule).text ?? rule.says)\(second)")
        let time = "\(rule.from?.description ?? "…") – \(rule.until?.description ?? "")"
        let article = phrases?.article(rule.article) ?? rule.article
        let trust = phrases?.text(Sentence("law.confidence", [.text(confidence)]), nil) ?? confidence
        let ask = rule.confidence == .low ? ": " + (phrases?.words("law.ask") ?? "ask a lawyer") : ""
        Console.line("      \(phrases?.title(of: rule) ?? rule.law)\(phrases?.comma ?? ", ")\(article); \(time); \(trust)\(ask)")
        Console.line("      \(rule.source)\(rule.note.isEmpty ? "" : "\n      \(rule.note)")")
    }
}

extension WorkerCategory: ExpressibleByArgument {}
