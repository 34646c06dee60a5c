import Formats
import Foundation
import TestSupport

/// A form with a known result.
struct KnownForm: Sendable, CustomStringConvertible {
    var path: String
    var converts: Bool
    var isValidInODK: Bool

    var description: String { path }

    static let all: [KnownForm] = {
        guard GroundTruth.has("xlsforms/index.json"), let bytes = try? GroundTruth.bytes("xlsforms/index.json"), let json = try? JSONValue.parse(bytes),
            let rows = json.array
        else { return [] }
        return rows.compactMap { row in
            guard let row = row.object, let path = row["form"]?.string else { return nil }
            return KnownForm(path: path, converts: row["outcome"]?.string == "converts", isValidInODK: row["odk_validate"]?.string == "valid")
        }
    }()

    var withoutSuffix: String { String(path[..<(path.lastIndex(of: ".") ?? path.endIndex)]) }
}
