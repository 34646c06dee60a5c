import App
import ArgumentParser
import Formats
import Forms
import Foundation

struct FormsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forms", abstract: "Check questionnaires (XLSForm) and convert them for ODK Collect.",
        discussion: "FILE is an Excel workbook, a CSV file with all sheets, or a folder with survey.csv, choices.csv and settings.csv.",
        subcommands: [Check.self, Convert.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Find all errors in a form, with sheet, row, column and remedy.")
        @Argument(help: ArgumentHelp("The form.", valueName: "FILE"))
        var file: String
        @OptionGroup var output: JSONOption

        func run() throws {
            var reading = FormReader.read(file: URL(filePath: file))
            if let form = reading.form {
                reading.problems += try FormChecking.problems(of: form)
                reading.problems += try FormFiles.problems(of: form, missingList: .warning) { FormFolder(of: file).content(of: $0) }
            }
            let (errors, warnings) = (reading.errors.count, reading.warnings.count)
            if output.json {
                Console.json([
                    "form": reading.form.map { .string($0.identifier) } ?? .null, "errors": .integer(Int64(errors)), "warnings": .integer(Int64(warnings)),
                    "problems": .array(reading.problems.map { .object($0.json) }),
                ])
            } else {
                for problem in reading.problems { Console.line(problem.description) }
                Console.line(reading.problems.isEmpty ? "The form is good." : "\(Self.count(errors, "error")), \(Self.count(warnings, "warning")).")
            }
            if errors > 0 { throw ExitCode.failure }
        }

        private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
    }

    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the XForm that ODK Collect reads.",
            discussion: """
                Files that lists come from are put into a folder beside it, as Collect wants them: for FILE.xml into FILE-media. They are itemsets.csv, the files that lie beside \
                the form, and lists of the dictionary such as country.csv.
                """)
        @Argument(help: ArgumentHelp("The form.", valueName: "FILE"))
        var file: String
        @Option(name: .long, help: ArgumentHelp("The file to write; without it standard output.", valueName: "FILE.xml"))
        var output: String?
        @Option(name: .long, help: ArgumentHelp("The language of the dictionary's lists, such as ne.", valueName: "TAG"))
        var language = "en"

        func run() throws {
            let reading = FormReader.read(file: URL(filePath: file))
            for problem in reading.problems { Console.message(problem.description) }
            guard let form = reading.form else { throw ExitCode.failure }
            // What a client would refuse is said, and written as it was meant.
            for problem in FormProgram(form).problems { Console.message(problem.description) }
            let bytes = Data(XFormWriter.xml(of: form).utf8)
            guard let output else { return Console.write(bytes) }
            let target = URL(filePath: output)
            guard target.standardizedFileURL.resolvingSymlinksInPath() != URL(filePath: file).standardizedFileURL.resolvingSymlinksInPath() else {
                throw AppError("\(output) is the form itself, which would be lost. Name another file: --output FILE.xml", isWrongUse: true)
            }
            try write(bytes, to: target)
            try writeMedia(of: form, beside: target)
        }

        private func writeMedia(of form: FormDefinition, beside target: URL) throws {
            let (files, missing) = try CollectFiles.files(for: form, language: language) { FormFolder(of: file).content(of: $0) }
            for name in missing { Console.message("The form takes answers from \(name), which is not beside it: put the file there.") }
            guard !files.isEmpty else { return }
            let media = target.deletingLastPathComponent().appending(path: target.deletingPathExtension().lastPathComponent + "-media")
            guard (try? FileManager.default.createDirectory(at: media, withIntermediateDirectories: true)) != nil else {
                throw AppError("The folder \(media.path) cannot be made. \(Self.elsewhere)")
            }
            for (name, bytes) in files { try write(Data(bytes), to: media.appending(path: name)) }
        }

        private static let elsewhere = "Check that its folder exists and may be written, or choose another place: --output FILE.xml"

        private func write(_ bytes: Data, to file: URL) throws {
            do {
                try bytes.write(to: file, options: .atomic)
            } catch {
                throw AppError("The file \(file.path) cannot be written. \(Self.elsewhere)")
            }
        }
    }
}

/// Where a form lies with the files that belong to it.
private struct FormFolder {
    private let folder: URL

    init(of form: String) {
        let form = URL(filePath: form)
        folder = (try? form.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true ? form : form.deletingLastPathComponent()
    }

    func content(of name: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0) }
    }
}

extension FormProblem {
    fileprivate var json: JSONObject {
        [
            "severity": .string(severity.rawValue), "sheet": sheet.map { .string($0) } ?? .null, "row": row.map { .integer(Int64($0)) } ?? .null,
            "column": column.map { .string($0) } ?? .null, "fault": .string(fault), "remedy": .string(remedy),
        ]
    }
}
