import App
import ArgumentParser
import Entitlements
import Formats
import Foundation

struct ClaimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Compute what a worker is owed, with the rule and the arithmetic of each amount, and the deadlines.",
        discussion: "FACTS.json holds the facts of the employment; Docs/entitlements.md describes it.", subcommands: [Compute.self, Deadlines.self])

    struct Facts: ParsableArguments {
        @Argument(help: ArgumentHelp("The facts of the employment, or of several workers under “workers”; - for standard input.", valueName: "FACTS.json"))
        var file: String
        @Option(name: .long, help: ArgumentHelp("en, ne, hi, bn, ar or id.", valueName: "LANGUAGE"))
        var language = "en"
        @OptionGroup var law: LawOption

        func phrases() throws -> Phrases {
            guard let phrases = Phrases.standard(language) else {
                throw ValidationError("“\(language)” is no language of statements: write one of \(Phrases.languages.joined(separator: ", ")).")
            }
            return phrases
        }

        func answer() throws -> ClaimService.Answer {
            let read = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try? Data(contentsOf: URL(filePath: file))
            try law.use()
            guard let bytes = read else { throw AppError("The file \(file) cannot be read. Check its name and permissions.") }
            return try ClaimService(today: Day(Date())).answer([UInt8](bytes))
        }
    }

    struct Compute: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Compute the claim.")
        @OptionGroup var facts: Facts
        @Option(name: .long, help: ArgumentHelp("Write the statement as a document: .docx, .odt, .pdf or .html.", valueName: "FILE"))
        var output: String?
        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("For whom the document is: forum (facts, articles, arithmetic), or worker (with all that is to be careful about).", valueName: "READER"))
        var reader = ClaimStatement.Reader.forum
        @OptionGroup var json: JSONOption

        func run() throws {
            let phrases = try facts.phrases()
            let answer = try facts.answer()
            if let output, !answer.claims.isEmpty { try ClaimDocument.write(ClaimSchedule(answer.claims, phrases: phrases, for: reader), to: URL(filePath: output)) }
            if json.json { Console.json(ClaimOutput.json(answer, phrases)) } else { ClaimOutput.printText(answer, phrases) }
            if answer.claims.isEmpty { throw ExitCode.failure }
        }
    }

    struct Deadlines: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show by which day which claim must be made.")
        @OptionGroup var facts: Facts
        @OptionGroup var json: JSONOption

        func run() throws {
            let phrases = try facts.phrases()
            let answer = try facts.answer()
            if json.json {
                Console.json([
                    "deadlines": .array(answer.claims.flatMap { claim in claim.deadlines.map { .object($0.json(phrases, claim.currency)) } }),
                    "limitationGaps": .array(answer.claims.flatMap { claim in claim.limitationGaps.map { .object($0.json(phrases, claim.currency)) } }),
                    "problems": .array(ClaimOutput.problems(answer, phrases)),
                ])
            } else {
                for claim in answer.claims {
                    for deadline in claim.deadlines {
                        Console.line("\(deadline.day)  \(phrases.sentence(of: deadline.rule).text)")
                        for sentence in deadline.steps + deadline.warnings { Console.line("            \(phrases.text(sentence, claim.currency))") }
                    }
                    for gap in claim.limitationGaps { Console.line(gap.says(phrases, claim.currency)) }
                    if claim.deadlines.isEmpty, claim.limitationGaps.isEmpty {
                        Console.message(
                            "No deadline can be computed. If the last day of the employment is not among the facts, give it; else no limitation is on file for this work: ask a lawyer at once, and act as if it were short."
                        )
                    }
                }
                ClaimOutput.printProblems(answer, phrases)
            }
            if answer.claims.isEmpty { throw ExitCode.failure }
        }
    }
}

/// What the commands print.
private enum ClaimOutput {
    /// One worker's claim as it is; several under `workers` with a total for each currency.
    static func json(_ answer: ClaimService.Answer, _ phrases: Phrases) -> JSONObject {
        if !answer.isJoint, let claim = answer.claims.first { return claim.json(phrases) }
        var totals: JSONObject = [:]
        for code in Set(answer.claims.map(\.currency.code)).sorted() {
            let claims = answer.claims.filter { $0.currency.code == code }
            if let currency = claims.first?.currency { totals[code] = .string(currency.text(claims.reduce(Fraction(0)) { $0 + $1.total })) }
        }
        guard answer.isJoint else {
            return ["currency": .null, "heads": .array([]), "total": .null, "deadlines": .array([]), "problems": .array(problems(answer, phrases))]
        }
        return ["workers": .array(answer.claims.map { .object($0.json(phrases)) }), "totals": .object(totals), "problems": .array(problems(answer, phrases))]
    }

    static func problems(_ answer: ClaimService.Answer, _ phrases: Phrases) -> [JSONValue] {
        let currency = answer.claims.first?.currency
        return (answer.refused + (answer.isJoint ? [] : answer.claims.flatMap(\.problems))).map { .object($0.json(phrases, currency)) }
    }

    static func printText(_ answer: ClaimService.Answer, _ phrases: Phrases) {
        if !answer.claims.isEmpty { Console.line(ClaimStatement(answer.claims, phrases: phrases).text()) }
        printProblems(answer, phrases)
    }

    /// What left nothing to compute goes to standard error.
    static func printProblems(_ answer: ClaimService.Answer, _ phrases: Phrases) {
        for problem in answer.refused { Console.message("\(problem.field.isEmpty ? "" : problem.field + ": ")\(phrases.text(problem.sentence, nil))") }
    }
}

extension Day {
    /// The day of a moment in the place where the program runs.
    init(_ date: Date) {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: date)
        self = Day(year: parts.year ?? 2000, month: parts.month ?? 1, day: parts.day ?? 1) ?? Day(number: 0)
    }
}

extension ClaimStatement.Reader: ExpressibleByArgument {}
