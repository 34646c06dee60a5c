import ArgumentParser
import Foundation
import Matching

/// `corridor match encode`.
struct MatchEncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Encode records so that another organisation can compare them without reading them.",
        discussion: """
            Both organisations need the same secret file, made once by one of them (head -c 32 /dev/urandom > secret) and brought to the other safely; whoever compares must not have it.
            The names of the records (the column id, or their numbers) are in the encoding as they are: they must say nothing about the person.
            """)

    @Argument(help: ArgumentHelp("The records.", valueName: "A.csv"))
    var file: String
    @Option(name: .long, help: ArgumentHelp("The file with the shared secret.", valueName: "FILE"))
    var secretFile: String
    @Option(name: .long, help: ArgumentHelp("The file of encodings to write.", valueName: "a.clk"))
    var output: String
    @Option(name: .long, help: ArgumentHelp("A model file that says what the columns mean.", valueName: "FILE.yaml"))
    var config: String?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Encode just these fields, with commas between: both sides must encode the same. A whole name (full-name) is put together from its parts, a year of birth (birth-year) taken from a date or an age.",
            valueName: "FIELDS"))
    var fields: String?
    @OptionGroup var encoding: EncodingOption

    func validate() throws { try OutputArgument.check(output, inputs: [file, secretFile, config]) }

    func run() throws {
        let settings = encoding.applied(to: try config.map { try LinkageSettings.read(URL(filePath: $0)) } ?? LinkageSettings())
        guard let secret = try? Data(contentsOf: URL(filePath: secretFile)) else {
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: secretFile, isDirectory: &isFolder)
            throw EncodingError.cannotRead(
                file: secretFile,
                why: !isThere ? "there is no such file. Check its name." : isFolder.boolValue ? "it is a folder. Name the file in it." : "check its permissions.")
        }
        let (records, columns) = try EncodedRecords.encode(URL(filePath: file), secret: [UInt8](secret), settings: settings,
            fields: fields?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        try records.write(to: URL(filePath: output))
        for column in columns.understandings {
            let use = records.fields.contains(column.meaning.rawValue) ? "encoded as \(column.meaning.rawValue)" : "not encoded"
            Console.message("\(column.column): \(use)")
        }
        for repeated in columns.repeated.compactMap(\.self) { Console.message(repeated.sentence) }
        if let warning = records.warning { Console.message("Warning: \(warning)") }
        Console.line("\(records.count) records encoded.")
    }
}
