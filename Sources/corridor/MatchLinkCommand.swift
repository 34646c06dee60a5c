import ArgumentParser
import Formats
import Foundation
import Matching

/// `corridor match link`.
struct MatchLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Find the records of one file, or of two, that are of the same person.",
        discussion: """
            Any CSV file whose columns have recognisable names will do; how they were understood is printed. Nothing is merged: the pairs are for people to decide about.
            A run that is stopped goes on where it was when the same command is given again: what is done is kept beside the output until all is done.
            """)

    @Argument(help: ArgumentHelp("One file to find duplicates in, or two to link.", valueName: "A.csv B.csv"))
    var files: [String]
    @Option(name: .long, help: ArgumentHelp("The file of pairs to write: left, right, probability, weight.", valueName: "FILE"))
    var output: String
    @Option(name: .long, help: ArgumentHelp("A model file: meanings of columns, blocking, threshold.", valueName: "FILE.yaml"))
    var config: String?
    @Option(name: .long, help: ArgumentHelp("The true pairs (left, right), only to say how good the answer is.", valueName: "FILE"))
    var truth: String?
    @Option(name: .long, help: ArgumentHelp("Pairs that people decided about (left, right, match), to learn from.", valueName: "FILE"))
    var labels: String?
    @Option(name: .long, help: ArgumentHelp("The probability from which a pair is given out.", valueName: "P"))
    var threshold: Double?
    @Flag(name: .long, help: "Give each record at most one partner.")
    var oneToOne = false
    @Option(
        name: .long,
        help: ArgumentHelp("With --truth: write how often each column agrees how far, among true pairs and others, as a table to learn from.", valueName: "FILE"))
    var levels: String?
    @Option(name: .long, help: ArgumentHelp("A file that remembers what is done, in place of the one beside the output.", valueName: "FILE"))
    var checkpoint: String?
    @OptionGroup var encoding: EncodingOption
    @OptionGroup var json: JSONOption

    func validate() throws {
        guard (1...2).contains(files.count) else { throw ValidationError("Name one file or two.") }
        if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold is a probability from 0 to 1.") }
        guard levels == nil || truth != nil else { throw ValidationError("--levels goes with --truth.") }
        for written in [output, checkpoint, levels].compactMap(\.self) { try OutputArgument.check(written, inputs: files + [config, truth, labels]) }
    }

    func run() throws {
        let start = ContinuousClock.now
        var settings = encoding.applied(to: try config.map { try LinkageSettings.read(URL(filePath: $0)) } ?? LinkageSettings())
        if let threshold { settings.threshold = threshold }
        if oneToOne { settings.oneToOne = true }
        let line = SharedProgressLine()
        let linkage = Linkage(settings: settings) { line.show($0) }
        // Beside a device or a pipe nothing is kept.
        let unfinished = OutputFile.isRegular(URL(filePath: output)) ? URL(filePath: output + ".unfinished") : nil
        let result = try linkage.run(
            files.map { URL(filePath: $0) }, labels: labels.map { URL(filePath: $0) }, checkpoint: checkpoint.map { URL(filePath: $0) } ?? unfinished,
            replacesOtherCheckpoint: checkpoint == nil)
        let pairs = result.pairs()
        try LinkedPairWriter.write(pairs, names: result.names, to: URL(filePath: output))
        line.end()
        if checkpoint == nil, let unfinished { try? FileManager.default.removeItem(at: unfinished) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let quality = try truth.map { try LinkageQuality(pairs, truth: URL(filePath: $0), names: result.names) }
        if let levels, let truth { try Self.write(try result.levelCounts(truth: URL(filePath: truth)), to: URL(filePath: levels)) }
        for line in result.summary() { Console.message(line) }
        if let quality, quality.absent > 0 {
            Console.message("Pairs of the truth that name a record of neither file, counted neither as found nor as missed: \(quality.absent).")
        }
        if json.json { Console.json(object(result, pairs.count, seconds, quality)) } else { printLines(result, pairs.count, seconds, quality) }
    }

    private func object(_ result: LinkageResult, _ pairs: Int, _ seconds: Double, _ quality: LinkageQuality?) -> JSONObject {
        var object: JSONObject = [
            "records": .integer(Int64(result.report.records)), "pairs": .integer(Int64(pairs)), "seconds": .number(seconds),
            "peakMemoryMB": .number(PeakMemory.megabytes),
        ]
        if let quality {
            object["precision"] = .number(quality.precision)
            object["recall"] = .number(quality.recall)
            object["f1"] = .number(quality.f1)
        }
        return object
    }

    private func printLines(_ result: LinkageResult, _ pairs: Int, _ seconds: Double, _ quality: LinkageQuality?) {
        Console.line("\(result.report.records) records, \(pairs) pairs, \(Self.rounded(seconds, 1)) s, at most \(Int(PeakMemory.megabytes)) MB of memory.")
        if let quality {
            Console.line("precision \(Self.rounded(quality.precision, 4)), recall \(Self.rounded(quality.recall, 4)), F1 \(Self.rounded(quality.f1, 4))")
        }
    }

    private static func write(_ counts: [LevelCount], to file: URL) throws {
        var writer = CSVWriter()
        writer.write(["column", "compared_as", "across_scripts", "level", "matching", "different"])
        for count in counts {
            for (level, name) in LevelCount.levels.enumerated() {
                writer.write([
                    count.column, count.comparison.rawValue, String(format: "%.3f", count.acrossScripts), name, "\(count.matching[level])", "\(count.different[level])",
                ])
            }
        }
        try OutputFile.write(writer.takeBytes(), to: file)
    }

    private static func rounded(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
