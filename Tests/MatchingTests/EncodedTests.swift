import CFilterComparison
import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct EncodedTests {
    private let secret = Array("a secret for tests, of no other use".utf8)

    /// With names, dates and numbers encoded the same pairs are found as in clear text, but for one in a hundred at most.
    @Test(.enabled(if: GroundTruth.has("febrl/dataset4a.csv"), "needs the ground truth febrl"))
    func febrl() throws {
        let (left, columns) = try EncodedRecords.encode(GroundTruth.url("febrl/dataset4a.csv"), secret: secret)
        let right = try EncodedRecords.encode(GroundTruth.url("febrl/dataset4b.csv"), secret: secret).records
        #expect(columns.understandings.contains { $0.meaning == .birthDate })
        let outcome = try EncodedComparison(left, right).pairs(from: 0.5)
        let pairs = EncodedComparison.oneToOne(outcome.pairs)
        let right0 = pairs.count { left.names[$0.left].split(separator: "-")[1] == right.names[$0.right].split(separator: "-")[1] }
        let (precision, recall) = (Double(right0) / Double(pairs.count), Double(right0) / 5_000)
        #expect(2 * precision * recall / (precision + recall) >= 0.99, "precision \(precision), recall \(recall)")
    }

    @Test("a list with parts of names and dates meets one with whole names and ages in the fields that were agreed on")
    func agreedFields() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fields-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (left, right) = (folder.appending(path: "a.csv"), folder.appending(path: "b.csv"))
        let people = [("Ram Bahadur", "Tamang", 1988), ("Sita", "Rai", 1990), ("Rafiqul", "Islam", 1979), ("Keshav", "Poudel", 1985), ("Dewi", "Lestari", 1995), ("Bishnu Maya", "Gurung", 1968)]
        try Data(("id,given_name,surname,date_of_birth\n" + people.enumerated().map { "a\($0),\($1.0),\($1.1),\($1.2)-04-0\($0 + 1)\n" }.joined()).utf8).write(to: left)
        try Data(("id,name,age\n" + people.enumerated().map { "b\($0),\($1.0) \($1.1),\(2025 - $1.2)\n" }.joined()).utf8).write(to: right)
        var settings = LinkageSettings()
        settings.referenceYear = 2025
        let fields = ["full-name", "birth-year"]
        let encoded = try [left, right].map { try EncodedRecords.encode($0, secret: secret, settings: settings, fields: fields).records }
        let pairs = try EncodedComparison(encoded[0], encoded[1]).pairs(from: 0.9).pairs
        #expect(Set(pairs.map { "\(encoded[0].names[$0.left]) \(encoded[1].names[$0.right])" }) == Set(people.indices.map { "a\($0) b\($0)" }))
        #expect(throws: EncodingError.self) { try EncodedRecords.encode(left, secret: secret, fields: ["phone"]) }
        #expect(throws: EncodingError.noField("names", known: EncodedRecords.fieldNames)) { try EncodedRecords.encode(left, secret: secret, fields: ["names"]) }
        let plain = try [left, right].map { try EncodedRecords.encode($0, secret: secret, settings: settings).records }
        #expect(throws: EncodingError.self) { try EncodedComparison(plain[0], plain[1]).pairs(from: 0.9) }
    }

    /// People with two names of `name-script-pairs.csv`, their year of birth and sex, in a script and in Latin letters; a fifth of them all. `Docs/encoded-linkage.md` has the
    /// figures; before names were encoded by their sounds, 0.03 to 0.08 of those in Arabic met and 0.5 of those in Bengali.
    @Test(
        .enabled(if: GroundTruth.has("names/name-script-pairs.csv"), "needs the ground truth names"),
        arguments: [("google-ar2en", 0.6), ("netranslit-wikidata-ar", 0.5), ("cmu-indian-names", 0.95), ("banglanlp-wiki-names", 0.8)])
    func spellingsAndScriptsMeet(_ source: String, _ least: Double) throws {
        let text = try String(contentsOf: GroundTruth.url("names/name-script-pairs.csv"), encoding: .utf8)
        var names: [(native: String, latin: String)] = []
        for line in text.split(whereSeparator: \.isNewline) where line.hasSuffix("," + source) && !line.contains("\"") {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if fields.count == 5, fields[2].utf8.reduce(0, { $0 &* 31 &+ Int($1) }) % 5 == 0 { names.append((fields[2], fields[3])) }
        }
        try #require(names.count > 600)
        var dice = SplitMix(seed: 17)
        var (lefts, rights): ([[String]], [[String]]) = ([], [])
        for _ in 0..<600 {
            let (first, second) = (names[dice.next(below: names.count)], names[dice.next(below: names.count)])
            let year = "\(1970 + dice.next(below: 35))"
            lefts.append(["\(first.native) \(second.native)", year, "m"])
            rights.append(["\(first.latin) \(second.latin)", dice.next(below: 8) == 0 ? "" : year, "m"])
        }
        let meanings: [ColumnMeaning] = [.fullName, .birthYear, .sex]
        let pairs = try EncodedComparison(EncodedRecords.encode(lefts, of: meanings, secret: secret), EncodedRecords.encode(rights, of: meanings, secret: secret))
            .pairs(from: 0.735).pairs
        let met = pairs.count { $0.left == $0.right }
        #expect(Double(met) >= least * 600, "\(source): \(met) of 600")
        #expect(pairs.count - met < 60, "\(source): \(pairs.count - met) strangers of 359,400")
    }

    /// A pair of letters that comes again more often than a byte counts ended the program once.
    @Test func veryLongNamesAreEncoded() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "corridor-long-\(UUID().uuidString).csv")
        try Data("id,name\n1,\(String(repeating: "ana ", count: 2_000))\n2,x\n".utf8).write(to: file)
        #expect(try EncodedRecords.encode(file, secret: secret).records.count == 2)
    }

    @Test func blockingFindsMostOfWhatAllComparisonsFind() throws {
        let people = MadeUpPeople(count: 2_000, seed: 31)
        let (first, second) = try people.halves()
        let comparison = try EncodedComparison(
            EncodedRecords.encode(first, secret: secret).records, EncodedRecords.encode(second, secret: secret).records)
        let all = comparison.pairs(from: 0.75)
        let some = comparison.pairs(from: 0.75, blocking: EncodedComparison.Blocking())
        #expect(!all.pairs.isEmpty)
        #expect(Set(some.pairs).isSubset(of: Set(all.pairs)))
        #expect(some.pairs.count * 10 >= all.pairs.count * 8)
        #expect(some.comparisons < all.comparisons)
    }

    @Test func filesOfEncodingsAreReadBackAndDamageIsNoticed() throws {
        let people = MadeUpPeople(count: 50, seed: 2)
        let records = try EncodedRecords.encode(people.file, secret: secret).records
        let bytes = records.bytes()
        let again = try EncodedRecords(bytes: bytes, name: "a.clk")
        #expect(again.words == records.words && again.names == records.names && again.settings == records.settings)
        for place in stride(from: 0, to: bytes.count, by: 97) {
            var damaged = bytes
            damaged[place] ^= 1
            #expect(throws: EncodingError.self) { try EncodedRecords(bytes: damaged, name: "a.clk") }
        }
        for length in stride(from: 0, to: bytes.count, by: 131) {
            #expect(throws: EncodingError.self) { try EncodedRecords(bytes: Array(bytes.prefix(length)), name: "a.clk") }
        }
    }

    @Test func otherSecretsAndOtherFieldsCannotBeCompared() throws {
        let people = MadeUpPeople(count: 50, seed: 2)
        let left = try EncodedRecords.encode(people.file, secret: secret).records
        let other = try EncodedRecords.encode(people.file, secret: secret.reversed()).records
        #expect(throws: EncodingError.otherSecret) { try EncodedComparison(left, other) }
        #expect(left.words != other.words)
        let names = try EncodedRecords.encode(TemporaryFile.csv("surname\nli\nek\n"), secret: secret).records
        #expect(throws: EncodingError.self) { try EncodedComparison(left, names) }
        #expect(throws: EncodingError.secretTooShort(bytes: 3)) { try EncodedRecords.encode(people.file, secret: [1, 2, 3]) }
    }

    @Test(arguments: [[UInt8](repeating: 0, count: 32), Array("abababababababababababababababab".utf8), Array("0123456789".utf8) + Array("0123456789".utf8)])
    func secretsThatRepeatThemselvesAreRefused(guessable: [UInt8]) throws {
        let people = MadeUpPeople(count: 5, seed: 2)
        #expect(throws: EncodingError.secretGuessable) { try EncodedRecords.encode(people.file, secret: guessable) }
    }

    @Test func fewFieldsAreWarnedOf() throws {
        let names = try EncodedRecords.encode(TemporaryFile.csv("id,given_name,surname\n1,ana,li\n2,bo,ek\n"), secret: secret).records
        #expect(names.warning?.contains("given-name, surname") == true)
        let more = "id,given_name,surname,date_of_birth,sex\n1,ana,li,1990-01-02,f\n2,bo,ek,1980-03-04,m\n"
        #expect(try EncodedRecords.encode(TemporaryFile.csv(more), secret: secret).records.warning == nil)
    }

    @Test func neitherSecretNorValueIsInTheFile() throws {
        let file = try TemporaryFile.csv("id,given_name,surname\n1,zanzibarius,quetzalcoatl\n")
        let bytes = try EncodedRecords.encode(file, secret: secret).records.bytes()
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("zanzibarius") && !text.contains("quetzal") && !text.contains("a secret for tests"))
    }

    /// The vector that `Docs/encoded-linkage.md` gives.
    @Test func vector() throws {
        let file = try TemporaryFile.csv("id,given_name,surname,date_of_birth,sex\nr1,Rafiq,Islam,1990-03-04,m\n")
        let records = try EncodedRecords.encode(file, secret: Array("corridor test vector, 32 bytes..".utf8)).records
        let hexadecimal = records.words.prefix(4).map { String($0, radix: 16) }
        let check = records.checkValue.map { String($0, radix: 16) }
        #expect(hexadecimal == EncodedVector.words, "\(hexadecimal) \(check) \(records.bitCounts)")
        #expect(check == EncodedVector.check)
        #expect(records.bitCounts == [EncodedVector.bits])
    }

    @Test func everySetOfInstructionsGivesTheSame() {
        var random = SplitMix(seed: 40)
        let count = 261
        var words = (0..<count * RecordEncoder.words).map { _ in random.next() & random.next() }
        // Some that are alike, one that is empty.
        for copy in 0..<40 {
            for word in 0..<RecordEncoder.words {
                words[(200 + copy) * RecordEncoder.words + word] = words[copy * RecordEncoder.words + word] & ~(random.next() & random.next() & random.next())
            }
        }
        for word in 0..<RecordEncoder.words { words[5 * RecordEncoder.words + word] = 0 }
        let records = EncodedRecords(settings: "", checkValue: [], names: (0..<count).map(String.init), words: words)
        for threshold in [0.0, 0.5, 0.8, 0.95, 1.0] {
            var expected: [[Int]] = []
            for left in 0..<count {
                for right in 0..<count {
                    let common = (0..<RecordEncoder.words).reduce(0) {
                        $0 + (words[left * RecordEncoder.words + $1] & words[right * RecordEncoder.words + $1]).nonzeroBitCount
                    }
                    let bits = Int(records.bitCounts[left] + records.bitCounts[right])
                    if bits > 0, 2 * Double(common) >= threshold * Double(bits) { expected.append([left, right]) }
                }
            }
            for instructions in 0...4 {
                let found = EncodedComparison.pairs(of: records, with: CInt(instructions), from: threshold)
                #expect(found == expected, "instructions \(instructions), threshold \(threshold)")
            }
        }
    }
}

extension EncodedComparison {
    /// All pairs of a file with itself by the instructions that are named.
    fileprivate static func pairs(of records: EncodedRecords, with instructions: CInt, from threshold: Double) -> [[Int]] {
        records.words.withUnsafeBufferPointer { words in
            records.bitCounts.withUnsafeBufferPointer { bits in
                records.secondHalfBitCounts.withUnsafeBufferPointer { half in
                    var filters = corridor_filters(words: words.baseAddress, bits: bits.baseAddress, second_half_bits: half.baseAddress, count: records.count)
                    var other = filters
                    var found = [corridor_filter_pair](repeating: corridor_filter_pair(), count: records.count * records.count)
                    let total = corridor_compare_filters_with(
                        instructions, &filters, 0, records.count, &other, 0, records.count, threshold, &found, found.count)
                    return found.prefix(total).map { [Int($0.left), Int($0.right)] }.sorted { $0.lexicographicallyPrecedes($1) }
                }
            }
        }
    }
}

/// What `Docs/encoded-linkage.md` gives for its example.
private enum EncodedVector {
    static let words = ["20502a0412143881", "cc835440213c10c4", "1922041004360310", "88146350ed150918"]
    static let check = ["38", "d2", "c5", "92", "2b", "f5", "88", "82"]
    static let bits: UInt32 = 287
}
