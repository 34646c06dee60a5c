import Crypto
import Foundation
import TestSupport
import Testing

@testable import Vault

func unhex(_ text: String) throws -> [UInt8] {
    try #require(bytes(hexadecimal: text), "not hexadecimal: \(text.prefix(20))")
}

/// Runs the body and gives the vault's error, which it must throw.
@discardableResult
func expectError(
    _ kind: VaultError.Kind, containing part: String = "", sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> String {
    do {
        try body()
        Issue.record("no error, \(kind) was expected", sourceLocation: sourceLocation)
    } catch let error as VaultError {
        #expect(error.kind == kind, "\(error.message)", sourceLocation: sourceLocation)
        #expect(part.isEmpty || error.message.contains(part), "\(error.message)", sourceLocation: sourceLocation)
        #expect(error.message.hasSuffix("."), "not a sentence: \(error.message)", sourceLocation: sourceLocation)
        return error.message
    } catch {
        Issue.record("another error: \(error)", sourceLocation: sourceLocation)
    }
    return ""
}

/// Rows of a CSV file without quoted line breaks, by column name.
func rows(_ path: String) throws -> [[String: String]] {
    let text = String(decoding: try GroundTruth.bytes(path), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(cells)
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
}

private func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: cells.append("")
        default: cells[cells.count - 1].append(character)
        }
    }
    return cells
}

/// Small costs for tests, the least that is allowed.
let cheap = Argon2Parameters.account
