import App
import ArgumentParser
import Formats
import Foundation

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with an installation, and what to do about it.",
        discussion: """
            Looks at files and who can read them, keys, the database, the clock, free space, certificates, backups and the tools that are needed. It needs no key,
            but tries the one it finds; it changes nothing and reads no record. Exit status 1 if something is an error.
            """)

    @Option(name: .long, help: ArgumentHelp("The configuration file (YAML).", valueName: "FILE"))
    var config: String?
    @Option(name: .long, help: ArgumentHelp("The node's folder, if there is no configuration.", valueName: "DIR"))
    var data: String?
    @Option(name: .long, help: ArgumentHelp("The folder into which backups are put.", valueName: "DIR"))
    var backups: String?
    @Option(name: .long, help: ArgumentHelp("A file that unlocks the node, if it is not where init put it.", valueName: "FILE"))
    var keyFile: String?
    @OptionGroup var output: JSONOption

    func run() throws {
        var environment = ProcessInfo.processInfo.environment
        if let data { environment["CORRIDOR_DATA"] = data }
        let means = UnlockMeans(keyFile: keyFile.map { URL(filePath: $0) }, environment: environment)
        let findings = InstallationCheck.findings(
            configuration: config.map { URL(filePath: $0) }, means: means, backups: backups.map { URL(filePath: $0) })
        let errors = findings.filter { $0.severity == .error }.count
        if output.json {
            Console.json([
                "errors": .integer(Int64(errors)),
                "findings": .array(
                    findings.map {
                        .object([
                            "subject": .string($0.subject), "severity": .string($0.severity.rawValue), "sentence": .string($0.sentence),
                            "remedy": $0.remedy.map { .string($0) } ?? .null,
                        ])
                    }),
            ])
        } else {
            for finding in findings {
                Console.line("\(finding.severity.rawValue.uppercased())  \(finding.subject): \(finding.sentence)")
                if let remedy = finding.remedy { Console.line("        → \(remedy)") }
            }
        }
        guard errors == 0 else { throw ExitCode(1) }
    }
}
