import App
import ArgumentParser
import Formats
import Foundation
import Interchange

extension ImportPreset: ExpressibleByArgument {}

/// Formats of files that need no mapping.
enum ImportFileFormat: String, ExpressibleByArgument {
    case pfif
}

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import a file of cases as one batch.",
        discussion: "The same file can be imported again: what is there already is not doubled, and an interrupted import goes on. Undo takes a batch back.")

    @Argument(help: ArgumentHelp("A CSV, XLSX, JSON or ZIP file, or a folder of CSV files.", valueName: "FILE"))
    var file: String
    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("A mapping that comes with Corridor: ctdc, htcds or openevsys.", valueName: "NAME"))
    var preset: ImportPreset?
    @Option(name: .long, help: ArgumentHelp("A mapping of your own (Docs/import.md).", valueName: "FILE.yaml"))
    var mapping: String?
    @Option(name: .long, help: ArgumentHelp("pfif: notices of missing people and notes about them (PFIF 1.1 to 1.4).", valueName: "FORMAT"))
    var format: ImportFileFormat?
    @Option(name: .long, help: ArgumentHelp("With --format pfif: take only records of this domain.", valueName: "DOMAIN"))
    var domain: String?
    @Flag(name: .long, help: "Say what would happen, and change nothing.")
    var dryRun = false
    @Option(name: .long, help: ArgumentHelp("Where rows that do not land are written, with the reasons.", valueName: "FILE.csv"))
    var rejects: String?
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard [preset != nil, mapping != nil, format != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("Say how the file is to be read: either --preset NAME, or --mapping FILE.yaml, or --format pfif")
        }
        guard format == nil || (!dryRun && rejects == nil) else { throw ValidationError("--dry-run and --rejects do not go with --format pfif.") }
        guard format != nil || domain == nil else { throw ValidationError("--domain goes with --format pfif only.") }
    }

    func run() throws {
        if format == .pfif { return try runPFIF() }
        let progress = ProgressLine()
        let importer = Importer(node: try node.open(), file: URL(filePath: file), instructions: try instructions(), isDryRun: dryRun)
        let outcome = try importer.run(rejects: rejects.map { URL(filePath: $0) }, keeping: mapping.map { [URL(filePath: $0)] } ?? []) { step in
            progress.show(
                "\(step.outcome.read) rows read, \(step.outcome.rejected) rejected, \(Int(step.rowsPerSecond)) rows a second, about \(Int(step.secondsLeft.rounded(.up))) s left"
            )
        }
        progress.end()
        report(outcome)
    }

    private func runPFIF() throws {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else { throw AppError("The file \(file) cannot be read. Check its name and permissions.") }
        let outcome = try PFIFImport(node: try node.open()).read([UInt8](data), domain: domain)
        if output.json {
            Console.json([
                "notices": .integer(Int64(outcome.notices)), "sightings": .integer(Int64(outcome.sightings)), "unchanged": .integer(Int64(outcome.unchanged)),
                "erased": .integer(Int64(outcome.erased)), "rejected": .integer(Int64(outcome.rejects.count)),
            ])
            return
        }
        for reject in outcome.rejects { Console.line("Left out: \(reject.kind) \(reject.position) «\(reject.identifier)»: \(reject.reason)") }
        Console.line(
            "\(outcome.notices) notices and \(outcome.sightings) sightings imported, \(outcome.unchanged) there already, \(outcome.erased) erased as expired, \(outcome.rejects.count) left out."
        )
    }

    private func instructions() throws -> ImportInstructions {
        if let preset { return .preset(preset) }
        let path = mapping ?? ""
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw AppError("The mapping \(path) cannot be read. Check its name and permissions.")
        }
        return .mapping(bytes: [UInt8](bytes), name: URL(filePath: path).lastPathComponent)
    }

    private static func json(_ left: (row: Int, kind: String, omission: DraftOmission)) -> JSONValue {
        .object([
            "row": .integer(Int64(left.row)), "field": .string("\(left.kind).\(left.omission.field)"), "written": .string(left.omission.written),
            "problem": .string(left.omission.reason.problem),
        ])
    }

    private func report(_ outcome: ImportOutcome) {
        if output.json {
            Console.json([
                "read": .integer(Int64(outcome.read)), "imported": .integer(Int64(outcome.imported)), "unchanged": .integer(Int64(outcome.unchanged)),
                "rejected": .integer(Int64(outcome.rejected)), "leftOut": .array(outcome.leftOut.map(Self.json)), "batch": .string(outcome.batch), "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
                "dryRun": .bool(dryRun),
            ])
            return
        }
        let rate = outcome.seconds > 0 ? Int(Double(outcome.read) / outcome.seconds) : outcome.read
        Console.line(
            "\(dryRun ? "Trial, nothing was saved: " : "")\(outcome.read) rows read, \(outcome.imported) imported, \(outcome.unchanged) there already, \(outcome.rejected) rejected (\(rate) rows a second)."
        )
        if !dryRun { Console.line("Import \(outcome.batch); to take it back: corridor undo \(outcome.batch) --data \(node.data) --reason TEXT") }
        for (row, _, omission) in outcome.leftOut { Console.line("Row \(row) is there without a part: \(omission.reason)") }
        if outcome.leftOutCount > outcome.leftOut.count { Console.line("So are \(outcome.leftOutCount - outcome.leftOut.count) more.") }
        if outcome.rejected > 0 {
            Console.line(
                rejects.map { "The rejected rows are in \($0), with the reasons." }
                    ?? "To get the rejected rows with their reasons, import again with --rejects FILE.csv")
        }
    }
}

struct ImportsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "imports", abstract: "List the imports of a node.")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: JSONOption

    func run() throws {
        let imports = try ImportList(try node.open()).imports()
        if output.json {
            Console.json(["imports": .array(imports.map { .object($0.json) })])
        } else {
            Console.table(
                ["import", "begun", "status", "rows", "rejected", "source"],
                imports.map {
                    [$0.batch, Moment.text($0.begun), $0.status, $0.rowsRead.map { String($0) } ?? "", $0.rowsRejected.map { String($0) } ?? "", $0.source]
                })
        }
    }
}

struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back an import or an entry.",
        discussion: "Nothing is removed from the journal: new entries give the records the answers that they had before. What others have written since stays.")

    @Argument(help: ArgumentHelp("The identifier of an import, or the number of an entry as history shows it.", valueName: "IMPORT|ENTRY"))
    var target: String
    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("Why.", valueName: "TEXT"))
    var reason: String
    @OptionGroup var output: JSONOption

    func run() throws {
        let count = try Undoing(try node.open()).undo(target, reason: reason)
        if output.json {
            Console.json(["undone": .string(target), "records": .integer(Int64(count))])
        } else {
            Console.line("Taken back: \(target) (\(count) records).")
        }
    }
}
