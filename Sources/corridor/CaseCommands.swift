import App
import ArgumentParser
import Disclosure
import Formats
import Foundation
import Journal

/// Reads a record's identifier as it was typed.
enum RecordArgument {
    static func read(_ typed: String) throws -> String {
        guard let identifier = RecordIdentifier.read(typed) else {
            throw AppError(
                "«\(typed)» is not a record's identifier, which has 16 letters and digits. The command `corridor cases` lists them.", isWrongUse: true)
        }
        return identifier
    }
}

struct CasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "List cases by their open facts, the newest first.", discussion: "The list shows nothing that identifies anybody.")

    @OptionGroup var node: NodeOptions
    @Option(name: .customLong("where"), help: ArgumentHelp("Only cases with this fact; may be given several times.", valueName: "field=code"))
    var conditions: [String] = []
    @Option(name: .long, help: ArgumentHelp("How many are listed.", valueName: "N"))
    var limit = 20
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit takes a number that is not negative.") }
    }

    func run() throws {
        let (cases, total) = try CaseList(try node.open()).cases(where: conditions, limit: limit)
        if output.json {
            Console.json(["cases": .array(cases.map { .object($0.json) }), "total": .integer(Int64(total))])
            return
        }
        Console.table(["case", "created", "from", "to", "sector", "status", "violations", ""], cases.map(row))
        Console.message("\(cases.count) of \(total) cases.")
    }

    /// The facts by which a caseworker recognises a case; `--json` has all of them.
    private func row(_ item: CaseSummary) -> [String] {
        let columns = ["case.origin-country", "case.destination-country", "case.sector", "case.status", "violation.type"].map { name in
            let codes = item.facts[name] ?? []
            return codes.prefix(3).joined(separator: ", ") + (codes.count > 3 ? ", and \(codes.count - 3) more" : "")
        }
        let marks = (item.isErased ? ["erased"] : []) + (item.hasClash ? ["clash"] : [])
        return [item.record, Moment.text(item.created.milliseconds)] + columns + [marks.joined(separator: ", ")]
    }
}

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a record, what belongs to it, and its history.",
        discussion: "When identity is shown, the journal notes who saw which record and when. --up-to open shows a record without that.")

    @Argument(help: ArgumentHelp("The record's identifier.", valueName: "RECORD"))
    var record: String
    @OptionGroup var node: NodeOptions
    @Flag(name: .long, help: "Show who changed what, when and why.")
    var history = false
    @Option(name: .long, help: ArgumentHelp("The record as it was at the end of this day (UTC), or at this moment.", valueName: "DATE"))
    var asOf: String?
    @OptionGroup var clearance: ClearanceOption
    @OptionGroup var output: JSONOption

    func run() throws {
        let identifier = try RecordArgument.read(record)
        let node = try node.open()
        let moment = try asOf.map(Moment.endOf)
        let report = try RecordViewing(node, reader: clearance.reader).report(on: identifier, asOf: moment, withHistory: history)
        if output.json {
            Console.json(report.json)
        } else {
            RecordPrinting(dictionary: node.dictionary).print(report)
        }
    }
}

struct TabulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tabulate", abstract: "Count cases by their open facts.",
        discussion: """
            A case with several values of a fact (two violations) is counted in each of their rows, so rows can add up to more than the total.
            Where nothing was recorded, the value is empty (null in JSON).
            """)

    enum Format: String, ExpressibleByArgument {
        case table, csv, json
    }

    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("The facts to count by.", valueName: "field[,field…]"))
    var by: String
    @Option(name: .customLong("where"), help: ArgumentHelp("Only cases with this fact; may be given several times.", valueName: "field=code"))
    var conditions: [String] = []
    @Option(name: .long, help: ArgumentHelp("table, csv or json.", valueName: "FORMAT"))
    var format = Format.table

    func run() throws {
        let names = by.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard !names.isEmpty, Set(names).count == names.count else {
            throw ValidationError("Name at least one fact, and each once: --by case.sector,person.sex")
        }
        let result = try CaseStatistics(try node.open()).tabulate(by: names, where: conditions)
        switch format {
        case .json:
            let rows = result.rows.map { row -> JSONValue in
                var object = JSONObject()
                for (name, value) in zip(names, row.values) { object[name] = value.map { .string($0) } ?? .null }
                object["count"] = .integer(Int64(row.count))
                return .object(object)
            }
            Console.json(["by": .array(names.map { .string($0) }), "rows": .array(rows), "total": .integer(Int64(result.total))])
        case .csv:
            var writer = CSVWriter(guardsFormulas: true)
            writer.write(names + ["count"])
            for row in result.rows { writer.write(row.values.map { $0 ?? "" } + [String(row.count)]) }
            Console.write(Data(writer.takeBytes()))
        case .table:
            Console.table(names + ["count"], result.rows.map { $0.values.map { $0 ?? "(not recorded)" } + [String($0.count)] })
            Console.message("\(result.total) cases.")
        }
    }
}
