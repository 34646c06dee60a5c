import App
import Foundation

/// What `Benchmarks/run.sh` calls. Each command prints one JSON object.
let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch arguments.first {
    case "saves": try SavesBenchmark(Options(arguments)).run()
    case "parts": try PartsBenchmark(Options(arguments)).run()
    case "facts": try FactsBenchmark(Options(arguments)).fill()
    case "tabulate": try FactsBenchmark(Options(arguments)).tabulate()
    case "claims": try ClaimsBenchmark(Options(arguments)).run()
    case "exchange": try ExchangeBenchmark(Options(arguments)).run()
    case "csv": try ImportFile(Options(arguments)).write()
    default:
        FileHandle.standardError.write(
            Data("usage: corridor-bench saves|parts|facts|tabulate|csv|claims|exchange --folder DIR [--count N] [--postgres ADDRESS]\n".utf8))
        exit(2)
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
