import Formats
import Foundation
import TestSupport
import Testing

@testable import Forms

/// Forms of the ground truth with bytes changed, cut out, doubled and exchanged.
@Suite(.enabled(if: GroundTruth.has("xlsforms/index.json"), "the ground truth of XLSForms is not there"))
struct DamagedFormTests {
    @Test(arguments: KnownForm.all.filter { $0.path.hasSuffix(".csv") })
    func isReadOrRefusedWithReasons(_ known: KnownForm) throws {
        let original = try GroundTruth.bytes("xlsforms/" + known.path)
        var random = SeededGenerator(seed: known.path.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        for _ in 0..<8 {
            let damaged = Self.damaged(original, &random)
            let reading = FormReader.read(bytes: damaged, name: "damaged")
            guard let form = reading.form else {
                #expect(!reading.errors.isEmpty)
                continue
            }
            let xml = XFormWriter.xml(of: form)
            #expect(throws: Never.self, "\(String(decoding: damaged, as: UTF8.self))") { _ = try XFormMeaning(Array(xml.utf8)) }
        }
    }

    @Test func damagedWorkbooksAreRefused() throws {
        let original = try GroundTruth.bytes("xlsforms/forms/pyxform--tutorial.xlsx")
        var random = SeededGenerator(seed: 7)
        for _ in 0..<40 {
            let reading = FormReader.read(bytes: Self.damaged(original, &random), name: "damaged")
            #expect(reading.form != nil || !reading.errors.isEmpty)
        }
        #expect(FormReader.read(bytes: [], name: "empty").form == nil)
    }

    private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 1...24, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[start] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes[start] = Array("${},:=()[]\"'%#_ \n".utf8).randomElement(using: &random) ?? 0
            default: bytes.swapAt(start, end - 1)
            }
        }
        return bytes
    }
}
