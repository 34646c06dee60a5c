import App
import ArgumentParser
import Dictionary
import Formats
import Foundation
import Interchange

struct DirectoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "Keep the directory of who helps with what, where and for whom, and find help in it.",
        subcommands: [Import.self, Export.self, Check.self, Find.self, Publish.self, Follow.self, Vouch.self])

    /// That of a file nothing can be read, with what is wrong in it.
    static func nothing(_ file: URL, _ leftOut: [String]) -> AppError {
        AppError((leftOut + ["Of \(file.lastPathComponent) nothing can be read. Mend what is told above, and read it again."]).joined(separator: "\n"))
    }

    /// How many entries of each kind.
    static func counted(_ organisations: Int, _ services: Int) -> String {
        "\(Console.count(organisations, "organisation", "organisations")) and \(Console.count(services, "service", "services"))"
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read entries: Open Referral HSDS 3.0 as JSON, a folder of its CSV files, or a flat list as CSV.",
            discussion: "The same file can be read again: entries that are there already are changed, not doubled. Undo takes a batch back.")
        @Argument(help: ArgumentHelp("A JSON or CSV file, or a folder of CSV files.", valueName: "FILE"))
        var file: String
        @OptionGroup var node: NodeOptions
        @Flag(name: .long, help: "Say what would happen, and change nothing.")
        var dryRun = false
        @OptionGroup var output: JSONOption

        func run() throws {
            let node = try node.open()
            let url = URL(filePath: file)
            let read = try DirectoryExchange.read(url, dictionary: node.dictionary)
            guard !read.entries.isEmpty else { throw DirectoryCommand.nothing(url, read.leftOut) }
            let outcome = try DirectoryExchange(node).save(
                read.entries, leftOut: read.leftOut, source: url.lastPathComponent, by: Reader.keyHolder.account, isTrial: dryRun)
            if output.json {
                Console.json([
                    "read": .integer(Int64(outcome.read)), "saved": .integer(Int64(outcome.saved)), "unchanged": .integer(Int64(outcome.unchanged)),
                    "findings": .array(outcome.findings.map(JSONValue.string)), "batch": .string(outcome.batch), "dryRun": .bool(dryRun),
                ])
                return
            }
            for finding in outcome.findings { Console.message(finding) }
            if dryRun {
                Console.line("Trial, nothing was saved: \(outcome.read) entries read.")
            } else {
                Console.line("\(outcome.read) entries read, \(outcome.saved) saved, \(outcome.unchanged) there already.")
                if outcome.saved > 0 { Console.line("To take it back: corridor undo \(outcome.batch) --data \(self.node.data) --reason TEXT") }
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the directory as Open Referral HSDS 3.0. Private notes stay here, and places that must stay secret.")
        enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv, list }
        @OptionGroup var node: NodeOptions
        @Option(name: .long, help: ArgumentHelp("A file, or for csv a folder that is not there yet.", valueName: "PATH"))
        var output: String
        @Option(name: .long, help: ArgumentHelp("json, csv (a folder with the tables of HSDS) or list (one table, a row for each service).", valueName: "FORMAT"))
        var format = Format.json
        @Option(
            name: .long,
            help: ArgumentHelp("The most that goes out: open, sensitive (with addresses and phones) or identity (with contact persons).", valueName: "LEVEL"))
        var upTo: Sensitivity = .sensitive

        func run() throws {
            let node = try node.open()
            let reader = Reader(account: Reader.keyHolder.account, clearance: upTo)
            let document = try DirectoryExchange(node).document(for: reader)
            let target = URL(filePath: output)
            guard !FileManager.default.fileExists(atPath: target.path) else {
                throw AppError("\(output) is there already. Name a file or folder that is not there yet.", isWrongUse: true)
            }
            switch format {
            case .list: try Data(DirectoryExchange(node).list(for: reader)).write(to: target, options: .atomic)
            case .json: try Data(document.page.prettyPrinted().utf8).write(to: target, options: .atomic)
            case .csv:
                try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
                for file in document.files { try Data(file.bytes).write(to: target.appending(path: file.name), options: .atomic) }
            }
            Console.line("\(DirectoryCommand.counted(document.organizations.count, document.services.count)) written to \(output).")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong in a file of entries, and what of it no field can hold. No node is needed.")
        @Argument(help: ArgumentHelp("As for import.", valueName: "FILE"))
        var file: String
        @OptionGroup var output: JSONOption

        func run() throws {
            let url = URL(filePath: file)
            let read = try DirectoryExchange.read(url, dictionary: try DataDictionary.standard())
            guard !read.entries.isEmpty else { throw DirectoryCommand.nothing(url, read.leftOut) }
            let today = CalendarDay(daysSinceEpoch: Int((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
            let findings =
                read.leftOut
                + read.entries.flatMap { entry in
                    DirectoryExchange.remarks(today.map { DirectoryValues.possible(entry, today: $0) } ?? entry, source: url.lastPathComponent)
                }
            let organisations = read.entries.filter { $0.kind == "organisation" }.count
            if output.json {
                Console.json([
                    "organisations": .integer(Int64(organisations)), "services": .integer(Int64(read.entries.count - organisations)),
                    "findings": .array(findings.map(JSONValue.string)),
                ])
                return
            }
            for finding in findings { Console.line(finding) }
            let counted = DirectoryCommand.counted(organisations, read.entries.count - organisations)
            Console.line("\(counted) can be read; \(Console.count(findings.count, "remark", "remarks")).")
        }
    }
}
