import App
import ArgumentParser
import Formats
import Foundation
import Matching

struct MatchBenchFindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-find", abstract: "Measure how quickly and how often the right person is found.",
        discussion: """
            QUERIES has the columns query and expected (the identifier of the person), and may have born, and district or place. Times are told as people wait for an answer (p50ms, p95ms), and \
            as the processor works on it (p50processorMs, p95processorMs): on a machine that others use too the former say how busy it is.
            """)

    @Option(name: .customLong("in"), help: ArgumentHelp("A CSV file of people.", valueName: "people.csv"))
    var file: String
    @Option(name: .long, help: ArgumentHelp("A CSV file of queries.", valueName: "queries.csv"))
    var queries: String
    @Option(name: .long, help: ArgumentHelp("Also write a snapshot of the index here and load it again.", valueName: "FILE"))
    var snapshot: String?
    @OptionGroup var encoding: EncodingOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        if let snapshot { try OutputArgument.check(snapshot, inputs: [file, queries]) }
    }

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let index = try PersonIndexReading.index(of: URL(filePath: file), encoding: encoding.encodings.first)
        let buildSeconds = Self.seconds(clock.now - start)
        let asked = try Self.read(URL(filePath: queries), encoding: encoding.encodings.count > 1 ? encoding.encodings.last : nil)
        guard !asked.isEmpty else { throw AppError("The file \(queries) has no query.", isWrongUse: true) }
        var (times, worked, found): ([Double], [Double], Int) = ([], [], 0)
        for (query, expected) in asked {
            let (before, workedBefore) = (clock.now, Self.processorMilliseconds())
            let matches = index.find(query, limit: 10)
            worked.append(Self.processorMilliseconds() - workedBefore)
            times.append(Self.seconds(clock.now - before) * 1000)
            if matches.contains(where: { $0.identifier == expected }) { found += 1 }
        }
        times.sort()
        worked.sort()
        let absent = Set(asked.map(\.1)).count { !index.contains($0) }
        var result: JSONObject = [
            "records": .integer(Int64(index.count)), "queries": .integer(Int64(asked.count)), "p50ms": .number(Self.rounded(Self.percentile(times, 0.5))),
            "p95ms": .number(Self.rounded(Self.percentile(times, 0.95))), "recallAt10": .number(Self.rounded(Double(found) / Double(asked.count))),
            "p50processorMs": .number(Self.rounded(Self.percentile(worked, 0.5))), "p95processorMs": .number(Self.rounded(Self.percentile(worked, 0.95))),
            "buildSeconds": .number(Self.rounded(buildSeconds)), "expectedAbsent": .integer(Int64(absent)),
        ]
        if let snapshot {
            let file = URL(filePath: snapshot)
            try OutputFile.write(index.snapshot(), to: file)
            let before = clock.now
            let again = try PersonIndex(snapshot: [UInt8](Data(contentsOf: file)))
            result["snapshotLoadSeconds"] = .number(Self.rounded(Self.seconds(clock.now - before)))
            result["snapshotRecords"] = .integer(Int64(again.count))
        }
        result["peakMemoryMB"] = .number(Self.rounded(PeakMemory.megabytes))
        if output.json {
            Console.json(result)
        } else {
            Console.line("\(index.count) people indexed in \(Self.rounded(buildSeconds)) s, at most \(Self.rounded(PeakMemory.megabytes)) MB of memory.")
            Console.line(
                "\(asked.count) queries: half within \(Self.rounded(Self.percentile(times, 0.5))) ms, 95 of 100 within \(Self.rounded(Self.percentile(times, 0.95))) ms; of the processor \(Self.rounded(Self.percentile(worked, 0.5))) and \(Self.rounded(Self.percentile(worked, 0.95))) ms."
            )
            Console.line("The right person was among the first ten in \(found) of them.")
            if absent > 0 { Console.message("\(absent) of the expected people are not in \(file): nobody can find them.") }
        }
    }

    private static func read(_ file: URL, encoding: CSVDialect.Encoding?) throws -> [(PersonQuery, String)] {
        let (opened, names) = try TableFile.open(file, encoding: encoding)
        var reader = opened
        let header = names.map { $0.lowercased() }
        guard let query = header.firstIndex(of: "query"), let expected = header.firstIndex(of: "expected") else {
            throw AppError(
                "The file \(file.lastPathComponent) needs the columns query and expected; it has \(header.joined(separator: ", ")).", isWrongUse: true)
        }
        let columns = PersonColumns(header: header)
        var queries: [(PersonQuery, String)] = []
        while let row = try TableFile.next(&reader, of: file) {
            if row.isBlank { continue }
            func field(_ column: Int) -> String? { column < row.fields.count && !row.fields[column].isEmpty ? row.fields[column] : nil }
            let places = columns.place.compactMap(field)
            queries.append(
                (
                    PersonQuery(
                        field(query) ?? "", born: columns.born.flatMap(field).flatMap { ComparedDate($0) },
                        place: places.isEmpty ? nil : places.joined(separator: ", "),
                        numbers: columns.numbers.compactMap(field)), field(expected) ?? ""
                ))
        }
        return queries
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    /// What the processor has worked for this thread.
    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    private static func percentile(_ sorted: [Double], _ share: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
