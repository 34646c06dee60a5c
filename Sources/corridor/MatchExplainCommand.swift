import App
import ArgumentParser
import Formats
import Foundation
import Matching

struct MatchExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why two names may be one person's.",
        discussion: "PAIR is two names, as two arguments or as one with “|” between.")

    @Argument(help: ArgumentHelp("Two names.", valueName: "PAIR"))
    var pair: [String]
    @OptionGroup var output: JSONOption

    func run() throws {
        let names = pair.count == 1 ? pair[0].split(separator: "|").map(String.init) : pair
        guard names.count == 2 else { throw ValidationError("Give two names: corridor match explain \"Md. Rafiq\" \"Mohamed Rafeek\"") }
        let comparison = NameComparison(NameKey(names[0]), NameKey(names[1]))
        Console.line("\(Int((comparison.score * 100).rounded())) % the same name")
    }
}
