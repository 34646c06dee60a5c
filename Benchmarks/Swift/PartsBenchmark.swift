import App
import Dictionary
import Foundation

/// What the parts of a save cost: sealing a value, writing an entry's bytes and reading them.
struct PartsBenchmark {
    private let options: Options

    init(_ options: Options) {
        self.options = options
    }

    func run() throws {
        let node = try options.newNode("parts")
        let saves = try MeasuredSaves(node, count: 2000, seed: 3)
        try saves.saveTogether(0..<saves.count)
        let bodies = try saves.bodies(after: 0, limit: saves.count)
        let parts = try MeasuredParts(dictionary: node.dictionary, bodies: bodies)
        try printFigures([
            "sealMicroseconds": try cost { try parts.seal() }, "sealAndOpenMicroseconds": try cost { try parts.sealAndOpen() },
            "encodeEntryMicroseconds": try cost { parts.encode() }, "decodeEntryMicroseconds": try cost { try parts.decode() },
            "meanEntryBytes": bodies.reduce(0) { $0 + $1.count } / max(1, bodies.count),
        ])
    }

    /// Median microseconds for one of what `body` does several of.
    private func cost(_ body: () throws -> Int) throws -> Double {
        _ = try body()
        return median(
            try (0..<9).map { _ in
                var count = 0
                let time = try seconds { count = try body() }
                return time / Double(max(1, count)) * 1e6
            })
    }
}
