import App
import ArgumentParser
import Foundation

/// The command. It reads arguments, calls the app and prints what came out; it decides nothing itself.
@main
struct Corridor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corridor",
        abstract: "Documents cases of migrant workers, and keeps them so that nothing can be altered and nobody be exposed.",
        discussion: """
            Exit status: 0 success, 1 the work failed, 2 wrong use. With --json, one JSON object is printed on standard output and nothing else there;
            messages and progress go to standard error.
            """,
        version: ProgramVersion.sentence,
        subcommands: [
            InitCommand.self, ImportCommand.self, ImportsCommand.self, UndoCommand.self, CasesCommand.self, ShowCommand.self, TabulateCommand.self,
            ExportCommand.self, VerifyCommand.self, RebuildCommand.self, BackupCommand.self, RestoreCommand.self, EraseCommand.self, KeysCommand.self,
            DictionaryCommand.self, DirectoryCommand.self, DemoCommand.self, FormsCommand.self, ClaimCommand.self, LawCommand.self, PolicyCommand.self, MatchCommand.self,
            OrganisationCommand.self, ExchangeCommand.self,
            InviteCommand.self, ServeCommand.self, CheckCommand.self,
        ])

    /// Runs the command and ends the process with its exit status.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var serving = command as? any AsyncParsableCommand { try await serving.run() } else { try command.run() }
        } catch {
            let code = exitCode(for: error)
            if code == .success {
                // Help and version are answers, not errors.
                Console.line(fullMessage(for: error))
                Foundation.exit(0)
            }
            Console.message(fullMessage(for: error))
            let isWrongUse = code == .validationFailure || (error as? AppError)?.isWrongUse == true
            Foundation.exit(isWrongUse ? 2 : 1)
        }
    }
}
