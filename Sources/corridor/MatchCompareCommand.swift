import ArgumentParser
import Formats
import Foundation
import Matching

/// `corridor match compare`.
struct MatchCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Find pairs of encodings that are alike.",
        discussion: "The secret is not needed, and whoever compares should not have it.")

    @Argument(help: ArgumentHelp("Two files of encodings.", valueName: "a.clk b.clk"))
    var files: [String]
    @Option(name: .long, help: ArgumentHelp("The Dice similarity from which a pair is given out; 0.6 is where to begin with five fields and more (Docs/encoded-linkage.md).", valueName: "D"))
    var threshold: Double
    @Option(name: .long, help: ArgumentHelp("The file of pairs to write: left, right, similarity.", valueName: "FILE"))
    var output: String
    @Flag(name: .long, help: "Give each record at most one partner.")
    var oneToOne = false
    @Flag(name: .long, help: "Compare only records that agree on a sample of bits: much quicker for large files, and may miss pairs with many slips.")
    var blocking = false
    @OptionGroup var json: JSONOption

    func validate() throws {
        guard files.count == 2 else { throw ValidationError("Name two files of encodings.") }
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold is a similarity from 0 to 1.") }
        try OutputArgument.check(output, inputs: files)
    }

    func run() throws {
        let left = try EncodedRecords.read(URL(filePath: files[0]))
        let right = try EncodedRecords.read(URL(filePath: files[1]))
        let comparison = try EncodedComparison(left, right)
        let start = ContinuousClock.now
        let outcome = comparison.pairs(from: threshold, blocking: blocking ? EncodedComparison.Blocking() : nil)
        let pairs = oneToOne ? EncodedComparison.oneToOne(outcome.pairs) : outcome.pairs
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try LinkedPairWriter.write(pairs, left.names, right.names, to: URL(filePath: output))
        if json.json {
            Console.json(["pairs": .integer(Int64(pairs.count)), "comparisons": .integer(Int64(outcome.comparisons)), "seconds": .number(seconds)])
        } else {
            Console.line("\(pairs.count) pairs, \(Int(outcome.comparisons)) comparisons in \(String(format: "%.2f", seconds)) s.")
        }
    }
}
