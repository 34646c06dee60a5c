import App
import Foundation

/// Options of the form `--name value`.
struct Options {
    private var values: [String: String] = [:]

    init(_ arguments: [String]) {
        var index = 1
        while index + 1 < arguments.count {
            values[arguments[index]] = arguments[index + 1]
            index += 2
        }
    }

    var folder: URL { URL(filePath: values["--folder"] ?? "benchmark-data") }
    func count(or usual: Int) -> Int { values["--count"].flatMap(Int.init) ?? usual }
    subscript(name: String) -> String? { values["--" + name] }

    /// A new node in a subfolder, which is emptied first.
    func newNode(_ name: String, database: String? = nil) throws -> Node {
        let folder = folder.appending(path: name)
        try? FileManager.default.removeItem(at: folder)
        let means = UnlockMeans(environment: ["CORRIDOR_PASSPHRASE": "benchmark-benchmark"])
        return try NodeInitialisation(folder: folder, organisationName: "Benchmark (generated)", country: "NP", database: database, means: means).run().node
    }

    func node(_ name: String) throws -> Node {
        try Node.open(folder.appending(path: name), unlock: UnlockMeans(environment: ["CORRIDOR_PASSPHRASE": "benchmark-benchmark"]))
    }
}

/// Prints figures as one JSON object.
func printFigures(_ figures: [String: Any]) throws {
    let data = try JSONSerialization.data(withJSONObject: figures, options: [.sortedKeys, .prettyPrinted])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
}

/// Runs something and returns how long it took, in seconds.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start).seconds
}

/// Runs something and returns the processor time that it took, in seconds: what other programs take is not counted. POSIX counts `clock` in millionths.
func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock()
    try body()
    return Double(clock() - start) / 1_000_000
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2 : sorted[sorted.count / 2]
}
