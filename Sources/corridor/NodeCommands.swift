import App
import ArgumentParser
import Formats
import Foundation

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write cases to a file.",
        discussion: """
            htcds-json, htcds-csv: IOM's Human Trafficking Case Data Standard 2.0. facts-csv: open facts only, a row a case. jsonl: everything up to
            --up-to, a record a line. journal: entries and signatures for a verifier elsewhere. pfif: notices of missing workers that may leave (PFIF 1.4).

            For somebody outside the organisation, say with --purpose what people must have agreed to, such as share-with-partner, research or statistics: cases
            without that consent, or whose people have taken it back, are left out, and so are notes and tasks.
            """)

    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("htcds-json, htcds-csv, facts-csv, jsonl, journal or pfif.", valueName: "FORMAT"))
    var format: NodeExportFormat
    @Option(name: .long, help: ArgumentHelp("The file to write; it is replaced if it is there.", valueName: "FILE"))
    var output: String
    @Option(name: .long, help: ArgumentHelp("own-use, or what people must have agreed to.", valueName: "PURPOSE"))
    var purpose = "own-use"
    @OptionGroup var clearance: ClearanceOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let progress = ProgressLine()
        let opened = try node.open()
        let export = NodeExport(opened, reader: clearance.reader, purpose: try ExportPurpose(purpose, dictionary: opened.dictionary))
        let outcome = try export.write(format, to: URL(filePath: output)) { progress.show("\($0) written") }
        progress.end()
        if json.json {
            Console.json([
                "file": .string(output), "format": .string(format.rawValue), "cases": .integer(Int64(outcome.cases)),
                "records": .integer(Int64(outcome.records)), "withheld": .integer(Int64(outcome.withheld)),
                "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
            ])
        } else {
            let what =
                switch format {
                case .journal: "\(outcome.records) entries"
                case .pfif: "\(outcome.records) notices"
                default: "\(outcome.cases) cases, \(outcome.records) records"
                }
            Console.line("\(what) written to \(output).")
            if format == .pfif, outcome.withheld > 0 {
                Console.line("\(outcome.withheld) notices stay at home: nobody agreed that they are shared or published.")
            } else if outcome.withheld > 0 {
                Console.line("\(outcome.withheld) cases were left out: their people did not agree to \(purpose), or do not any more.")
            }
        }
    }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Prove that nothing was altered.",
        discussion: """
            Recomputes the journal's chain, checks every signature and key, folds every record and compares all tables with it, and reads the files of
            documents and compares them with what the journal says of them. Write the head down somewhere else: as long as a later journal contains it, nothing before it was cut off.
            """)

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: JSONOption

    func run() throws {
        let progress = ProgressLine()
        let report = try NodeMaintenance(try node.open()).verify(
            progress: { progress.show("\($0) entries checked") }, fileProgress: { progress.show("\($0) files of documents checked") })
        progress.end()
        if output.json {
            Console.json([
                "entries": .integer(Int64(report.entries)), "records": .integer(Int64(report.records)), "signatureCount": .integer(Int64(report.signatures)),
                "head": .string(report.head), "chain": .string(report.result(.chain)), "signatures": .string(report.result(.signatures)),
                "keys": .string(report.result(.keys)), "projections": .string(report.result(.projections)),
                "files": .integer(Int64(report.files)), "documents": .string(report.result(.documents)),
                "firstFault": report.firstFault.map { .object($0.json) } ?? .null,
            ])
        } else if report.faults.isEmpty {
            Console.line(
                "Nothing was altered: \(report.entries) entries, \(report.records) records, \(report.signatures) signatures, \(report.files) files of documents."
            )
            Console.line("Head of the journal: \(report.head)")
        } else {
            for fault in report.faults { Console.line(fault.sentence) }
        }
        if !report.faults.isEmpty { throw ExitCode.failure }
    }
}

extension VerificationReport.Fault {
    var json: JSONObject {
        [
            "part": .string(part.rawValue), "table": .string(table), "sequence": sequence.map { .integer($0) } ?? .null,
            "record": record.map { .string($0) } ?? .null, "sentence": .string(sentence),
        ]
    }
}

struct RebuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rebuild", abstract: "Fill the tables that are computed from the journal anew.")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: JSONOption

    func run() throws {
        let progress = ProgressLine()
        let start = ContinuousClock.now
        let result = try NodeMaintenance(try node.open()).rebuild { progress.show("\($0) entries read") }
        progress.end()
        let seconds = (ContinuousClock.now - start).seconds
        if output.json {
            Console.json([
                "records": .integer(Int64(result.records)), "entries": .integer(Int64(result.entries)), "seconds": .number((seconds * 1000).rounded() / 1000),
            ])
        } else {
            Console.line("\(result.records) records rebuilt from \(result.entries) entries.")
        }
    }
}

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write everything into one sealed file while the node is in use.",
        discussion: "The file opens with the node's passphrase or key file, or with what its key holders recover together. It is read again and checked.")

    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("The file to write; an older backup of the same node is replaced.", valueName: "FILE"))
    var output: String
    @OptionGroup var json: JSONOption

    func run() throws {
        let progress = ProgressLine()
        let outcome = try Backup(try node.open()).write(to: URL(filePath: output)) { progress.show("\($0) rows written") }
        progress.end()
        if json.json {
            Console.json([
                "file": .string(output), "entries": .integer(Int64(outcome.entries)), "rows": .integer(Int64(outcome.rows)), "bytes": .integer(outcome.bytes),
                "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
            ])
        } else {
            Console.line("\(outcome.entries) entries backed up to \(output) (\(outcome.bytes) bytes), read again and found whole.")
        }
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a node from a backup in a new folder, and verify it.",
        discussion: "A backup of an SQLite node can be restored into PostgreSQL and the other way round.")

    @Argument(help: ArgumentHelp("The backup.", valueName: "FILE"))
    var file: String
    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("A PostgreSQL database, postgres://…", valueName: "ADDRESS"))
    var database: String?
    @OptionGroup var json: JSONOption

    func run() throws {
        let progress = ProgressLine()
        let (_, report) = try Restore(file: URL(filePath: file), folder: node.folder, database: database, means: node.means).run {
            progress.show("\($0) rows restored")
        }
        progress.end()
        if json.json {
            Console.json([
                "folder": .string(node.data), "entries": .integer(Int64(report.entries)), "records": .integer(Int64(report.records)),
                "head": .string(report.head),
            ])
        } else {
            Console.line("Restored into \(node.data) and verified: \(report.entries) entries, \(report.records) records.")
        }
    }
}

struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase a person: destroy the keys of the records that say who it is.",
        discussion: """
            Of a person also the cases that are about nobody else are erased, and what was recorded about nobody else; of a case everything in it, and the people whom
            nothing else knows. Employers stay. Records of others that may still speak of the person are named. Open facts stay, so that statistics still count the case. This cannot be undone. Backups made before still hold the keys: destroy them when their time is over.
            """)

    @Argument(help: ArgumentHelp("The record's identifier.", valueName: "RECORD"))
    var record: String
    @OptionGroup var node: NodeOptions
    @Option(name: .long, help: ArgumentHelp("Why, without naming the person.", valueName: "TEXT"))
    var reason: String
    @Option(name: .long, help: ArgumentHelp("A further record to erase with it; may be given several times.", valueName: "RECORD"))
    var also: [String] = []
    @OptionGroup var json: JSONOption

    func run() throws {
        let outcome = try Erasure(try node.open()).erase(try RecordArgument.read(record), also: try also.map(RecordArgument.read), reason: reason)
        if json.json {
            Console.json([
                "erased": .array(outcome.erased.map { .string($0) }), "mayStillName": .array(outcome.mayStillName.map { .string($0) }),
            ])
        } else {
            Console.line("Erased: \(outcome.erased.joined(separator: ", ")).")
            if !outcome.mayStillName.isEmpty {
                Console.line("Left, because others are in them too; look whether they speak of the person: \(outcome.mayStillName.joined(separator: ", ")).")
                Console.line("To erase one of them as well: corridor erase RECORD --data \(node.data) --reason TEXT")
            }
            Console.line("Backups made before this moment still hold the keys.")
        }
    }
}
