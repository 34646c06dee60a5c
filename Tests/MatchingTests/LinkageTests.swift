import Formats
import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct LinkageTests {
    /// Files made by FEBRL's generator, which nobody here wrote. The floors are what the best of other programs reach with labels or by hand.
    @Test(
        .enabled(if: GroundTruth.has("febrl/dataset1.csv"), "needs the ground truth febrl"),
        arguments: [(["dataset1"], "dataset1", 0.999), (["dataset2"], "dataset2", 0.9987), (["dataset4a", "dataset4b"], "dataset4", 0.9998)])
    func febrl(files: [String], truth: String, floor: Double) throws {
        let result = try Linkage().run(files.map { try GroundTruth.url("febrl/\($0).csv") })
        let quality = try LinkageQuality(result.pairs(), truth: GroundTruth.url("febrl/\(truth)-true-links.csv"), names: result.names)
        #expect(quality.f1 >= floor, "precision \(quality.precision), recall \(quality.recall)")
    }

    @Test(.enabled(if: GroundTruth.has("febrl/dataset4a.csv"), "needs the ground truth febrl"))
    func febrlOneToOneGivesEachRecordOnePartner() throws {
        var settings = LinkageSettings()
        settings.oneToOne = true
        settings.threshold = 0.01
        let result = try Linkage(settings: settings).run([GroundTruth.url("febrl/dataset4a.csv"), GroundTruth.url("febrl/dataset4b.csv")])
        let pairs = result.pairs()
        #expect(Set(pairs.map(\.left)).count == pairs.count)
        #expect(Set(pairs.map(\.right)).count == pairs.count)
        let quality = try LinkageQuality(pairs, truth: GroundTruth.url("febrl/dataset4-true-links.csv"), names: result.names)
        #expect(quality.f1 >= 0.9998)
    }

    /// Names of one language in its script and in Latin letters, which nobody here wrote down; put together to made-up people, half of whom are in both lists.
    @Test(
        .enabled(if: GroundTruth.has("names/name-script-pairs.csv"), "needs the ground truth names"),
        arguments: [("google-ar2en", true, 500, 0.9), ("google-ar2en", false, 500, 0.85), ("cmu-indian-names", true, 500, 0.95), ("google-ar2en", true, 30, 0.9), ("cmu-indian-names", false, 30, 0.9)])
    func listsInTwoScriptsMeet(source: String, isSplit: Bool, count: Int, floor: Double) throws {
        let lists = try ListsInTwoScripts(source: source, isSplit: isSplit, count: count)
        let result = try Linkage().run([lists.native, lists.latin])
        let quality = try LinkageQuality(result.pairs(), truth: lists.truth, names: result.names)
        #expect(quality.recall >= floor && quality.precision >= 0.97, "precision \(quality.precision), recall \(quality.recall)")
    }

    /// Places whose two spellings sound more and less alike: that they do not agree by their letters is no evidence against one person.
    @Test(.enabled(if: GroundTruth.has("names/name-script-pairs.csv"), "needs the ground truth names"))
    func placesInTwoScriptsDoNotContradict() throws {
        let places = [("الرياض", "Riyadh"), ("جدة", "Jeddah"), ("الدمام", "Dammam"), ("مكة", "Mecca"), ("المدينة", "Medina"), ("تبوك", "Tabuk")]
        let lists = try ListsInTwoScripts(source: "google-ar2en", isSplit: false, count: 800, places: places.map { (native: $0.0, latin: $0.1) })
        let result = try Linkage().run([lists.native, lists.latin])
        let quality = try LinkageQuality(result.pairs(), truth: lists.truth, names: result.names)
        #expect(quality.f1 >= 0.93, "precision \(quality.precision), recall \(quality.recall)")
        for column in result.model.matching.indices {
            let weights = result.model.orderedWeights(column, result.records.columns[column].kind, parentAgrees: false)
            #expect(weights[Int(AgreementLevel.spoken)] >= weights[Int(AgreementLevel.similar)])
            #expect(weights[Int(AgreementLevel.different)] > -12, "\(result.records.columns[column].name): \(weights)")
        }
    }

    /// FEBRL's fourth set with nothing but whole names and dates of birth.
    @Test(.enabled(if: GroundTruth.has("febrl/dataset4a.csv"), "needs the ground truth febrl"))
    func wholeNamesAndDatesOfBirthAreLinked() throws {
        let files = try ["dataset4a", "dataset4b"].map { name in
            var reader = try CSVReader(file: GroundTruth.url("febrl/\(name).csv"))
            let header = try reader.readHeader().map { $0.trimmingCharacters(in: .whitespaces) }
            let places = try ["rec_id", "given_name", "surname", "date_of_birth"].map { try #require(header.firstIndex(of: $0)) }
            var lines = ["rec_id,name,date_of_birth"]
            while let row = try reader.next() {
                let cells = places.map { row.fields[$0].trimmingCharacters(in: .whitespaces) }
                lines.append("\(cells[0]),\(cells[1]) \(cells[2]),\(cells[3])")
            }
            return try TemporaryFile.csv(lines.joined(separator: "\n") + "\n")
        }
        let result = try Linkage().run(files)
        let quality = try LinkageQuality(result.pairs(), truth: GroundTruth.url("febrl/dataset4-true-links.csv"), names: result.names)
        #expect(quality.precision >= 0.98 && quality.recall >= 0.8, "precision \(quality.precision), recall \(quality.recall)")
    }

    /// What a person decided stays, and what was decided of some teaches about others.
    @Test func decisionsOfBothKindsCount() throws {
        let people = MadeUpPeople(count: 500, seed: 6)
        let plain = try Linkage().run([people.file])
        let pairs = plain.pairs()
        let (refused, kept) = (try #require(pairs.first), try #require(pairs.last))
        let names = plain.names
        let labels = try TemporaryFile.csv(
            "left,right,match\n\(names.name(refused.left)),\(names.name(refused.right)),no\n\(names.name(kept.left)),\(names.name(kept.right)),yes\nr0,r499,yes\n")
        let taught = try Linkage().run([people.file], labels: labels).pairs()
        #expect(!taught.contains { $0.left == refused.left && $0.right == refused.right })
        #expect(taught.contains { $0.left == kept.left && $0.right == kept.right && $0.probability == 1 })
        #expect(taught.contains { $0.left == 0 && $0.right == 499 })
        #expect(Set(taught.map(\.weight)) != Set(pairs.map(\.weight)))
    }

    /// A column that was wrong in what people refused is trusted less.
    @Test func decisionsTeachWhichColumnsToTrust() throws {
        let evidence = (0..<40).map { $0 % 2 == 0 ? [8.0, 6] : [-6, 6] }
        let lesson = try #require(LabelLesson(evidence, isMatch: (0..<40).map { $0 % 2 == 0 }, prior: -4))
        #expect(lesson.trust[1] < lesson.trust[0])
        #expect(LabelLesson(evidence, isMatch: Array(repeating: true, count: 40), prior: -4) == nil)
        let few = try #require(LabelLesson(Array(evidence.prefix(2)), isMatch: [true, false], prior: -4))
        #expect(few.trust.allSatisfy { abs($0 - 1) < 0.2 })
    }

    @Test(arguments: ["1,Rafiq Islam,1990-01-02,0501234567\n2,,,\n3,,,\n4,Rafiq Islam,1990-01-02,0501234567\n", "1,Rafiq Islam,1990-01-02,0501234567\n2,,,\n"])
    func anEmptyRecordIsNobodys(rows: String) throws {
        let result = try Linkage().run([TemporaryFile.csv("id,name,dob,phone\n" + rows)])
        #expect(result.pairs().allSatisfy { Set([$0.left, $0.right]) == [0, 3] })
    }

    @Test(arguments: [
        // Two lists of a few people: what two share in name and day of birth is one person, and what is alike in neither is not.
        (
            "id,name,date of birth,sex\n1,Md. Rafiq Islam,1990-05-12,M\n2,Sunita Gurung,1988-01-30,F\n",
            "no,الاسم,تاريخ الميلاد,الجنس\n7,محمد رفيق إسلام,١٢/٠٥/١٩٩٠,ذكر\n8,خالد حسن,01/02/1979,ذكر\n", ["1-7"]
        ),
        ("id,given_name,surname,dob\n1,Rafiq,Islam,1990-05-12\n2,Hari,Thapa,1981-03-03\n", "id,given_name,surname,dob\n7,Islam,Rafeek,1990-05-12\n8,Anil,Rai,1999-09-09\n", ["1-7"]),
        ("id,full name,dob\n1,Hari Bahadur Thapa,1981-03-03\n2,Anil Rai,1999-09-09\n", "id,given_name,surname,dob\n7,Hari,Thapa,1981-03-03\n8,Maya,Lama,1990-01-01\n", ["1-7"]),
    ])
    func aFewRowsAreLinked(left: String, right: String, pairs: [String]) throws {
        let files = [try TemporaryFile.csv(left), try TemporaryFile.csv(right)]
        let result = try Linkage().run(files)
        #expect(result.pairs().map { "\(result.names.name($0.left))-\(result.names.name($0.right))" } == pairs)
    }

    @Test func blockedLinkageFindsWhatWasMadeAlike() throws {
        let people = MadeUpPeople(count: 9_000, seed: 3)
        let result = try Linkage().run([people.file])
        #expect(result.report.rules != ["every pair"])
        let quality = try LinkageQuality(result.pairs(), truth: people.truth, names: result.names)
        #expect(quality.precision > 0.98)
        #expect(quality.recall > 0.95)
        #expect((result.report.reach ?? 0) > 0.95)
    }

    @Test func evidenceAddsUpToTheWeight() throws {
        let people = MadeUpPeople(count: 500, seed: 5)
        let result = try Linkage().run([people.file])
        let pairs = result.pairs()
        #expect(!pairs.isEmpty)
        for pair in pairs {
            let sum = result.evidence(pair.left, pair.right).reduce(0) { $0 + $1.weight }
            #expect(abs(sum - pair.weight) < 0.001)
        }
    }

    @Test func theOrderOfTheFilesDoesNotMatter() throws {
        let people = MadeUpPeople(count: 400, seed: 9)
        let (first, second) = try people.halves()
        let forth = try Linkage().run([first, second])
        let back = try Linkage().run([second, first])
        let pairs = Set(forth.pairs().map { [forth.names.name($0.left), forth.names.name($0.right)] })
        let swapped = Set(back.pairs().map { [back.names.name($0.right), back.names.name($0.left)] })
        #expect(pairs.symmetricDifference(swapped).count <= 1)
        #expect(!pairs.isEmpty)
    }

    /// One file has given names, surnames and dates, the other whole names and years.
    @Test func filesWithOtherColumnsMeet() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-columns-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let parts = folder.appending(path: "parts.csv")
        let wholes = folder.appending(path: "wholes.csv")
        var (left, right) = ("id,given_name,surname,date_of_birth\n", "ref;full name;year of birth\n")
        var random = SplitMix(seed: 3)
        for number in 0..<400 {
            let words = (0..<2).map { _ in (0..<3).map { _ in ["ra", "mi", "ku", "so", "te", "nab", "dil"][random.next(below: 7)] }.joined() }
            let year = 1960 + random.next(below: 40)
            left += "a\(number),\(words[0]),\(words[1]),\(year)-0\(1 + number % 9)-11\n"
            right += "b\(number);\(words[1]) \(words[0]);\(year)\n"
        }
        try Data(left.utf8).write(to: parts)
        try Data(right.utf8).write(to: wholes)
        for files in [[parts, wholes], [wholes, parts]] {
            let result = try Linkage().run(files)
            #expect(Set(result.columns.understandings.filter { $0.comparison != .none }.map(\.meaning)).isSuperset(of: [.fullName, .birthYear]))
            let pairs = result.pairs().map { [result.names.name($0.left).dropFirst(), result.names.name($0.right).dropFirst()] }
            #expect(pairs.count { $0[0] == $0[1] } > 380)
            #expect(pairs.count { $0[0] != $0[1] } < 20)
        }
    }

    @Test func devicesAreNoFilesToReplace() {
        #expect(!OutputFile.isRegular(URL(filePath: "/dev/null")))
        #expect(OutputFile.isRegular(FileManager.default.temporaryDirectory.appending(path: "corridor-\(UUID().uuidString)")))
    }

    @Test func aRunThatWasStoppedGoesOn() throws {
        let people = MadeUpPeople(count: 9_000, seed: 4)
        let checkpoint = people.folder.appending(path: "run.checkpoint")
        let whole = try Linkage().run([people.file], checkpoint: checkpoint).pairs()
        let bytes = try Data(contentsOf: checkpoint)
        #expect(bytes.count > 1_000)
        // As if the power had gone while a part was being written.
        try bytes.prefix(bytes.count * 2 / 3).write(to: checkpoint)
        let resumed = try Linkage().run([people.file], checkpoint: checkpoint).pairs()
        #expect(resumed.map { [$0.left, $0.right] } == whole.map { [$0.left, $0.right] })
        #expect(try Data(contentsOf: checkpoint).count == bytes.count)
        let other = MadeUpPeople(count: 9_000, seed: 8)
        #expect(throws: LinkageError.otherCheckpoint(file: "run.checkpoint")) { try Linkage().run([other.file], checkpoint: checkpoint) }
        try Data("nonsense, and nothing else".utf8).write(to: checkpoint)
        #expect(throws: LinkageError.self) { try Linkage().run([people.file], checkpoint: checkpoint) }
    }

    @Test func labelsAreRead() throws {
        let people = MadeUpPeople(count: 500, seed: 6)
        let result = try Linkage().run([people.file], labels: people.truth)
        #expect(try LinkageQuality(result.pairs(), truth: people.truth, names: result.names).f1 > 0.95)
        let wrong = people.folder.appending(path: "wrong.csv")
        try Data("left,right\nr1,nobody\n".utf8).write(to: wrong)
        #expect(throws: LinkageError.unknownRecord(identifier: "nobody", file: "wrong.csv", line: 2)) { try Linkage().run([people.file], labels: wrong) }
    }

    @Test("A truth may name records that are not there; one that names none of them is of another file")
    func truthOfMore() throws {
        let people = MadeUpPeople(count: 500, seed: 6)
        let result = try Linkage().run([people.file])
        let whole = try LinkageQuality(result.pairs(), truth: people.truth, names: result.names)
        let more = people.folder.appending(path: "more.csv")
        try (Data(contentsOf: people.truth) + Data("elsewhere-1,elsewhere-2\nr1,nobody\n".utf8)).write(to: more)
        let quality = try LinkageQuality(result.pairs(), truth: more, names: result.names)
        #expect(quality.absent == 2 && whole.absent == 0)
        #expect(quality.f1 == whole.f1)
        let other = people.folder.appending(path: "other.csv")
        try Data("left,right\nx1,x2\n".utf8).write(to: other)
        #expect(throws: LinkageError.onlyUnknownRecords(identifier: "x1", file: "other.csv")) {
            try LinkageQuality(result.pairs(), truth: other, names: result.names)
        }
    }

    @Test("A file without names of columns is refused, and its first record not lost")
    func noHeader() throws {
        let file = try TemporaryFile.csv("Rafiq Islam,1990-01-02\nRafik Islam,1990-01-02\nSita Rai,1991-02-03\n")
        #expect(throws: LinkageError.noHeader(file: file.lastPathComponent, cell: "1990-01-02")) { try Linkage().run([file]) }
        // Names that say nothing are names all the same.
        let named = try TemporaryFile.csv("col_a,col_b\nRafiq Islam,1990-01-02\nRafik Islam,1990-01-02\nSita Rai,1991-02-03\n")
        #expect(try Linkage().run([named]).report.records == 3)
    }

    /// Of few pairs a level is learned by chance: a number with a slip is never more evidence than the number itself.
    @Test(arguments: [(60, 60), (5, 6)])
    func agreeingExactlyNeverWeighsLessThanNearly(count: Int, other: Int) throws {
        func row(_ number: Int, _ file: String, slip: Bool) -> String {
            let passport = "BX\(4_120_377 + number * 7919)"
            let given = ["Ram", "Sita", "Hari", "Gita", "Nabin", "Kamal", "Dil"][number % 7] + ["esh", "ana", "uri"][number % 3]
            let written = slip ? String(passport.dropLast()) + (passport.hasSuffix("1") ? "2" : "1") : passport
            return "\(file)\(number),\(given),Thapa\(number % 11),19\(70 + number % 25)-0\(1 + number % 9)-1\(number % 10),\(written)\n"
        }
        let header = "id,given_name,surname,date_of_birth,passport\n"
        let left = try TemporaryFile.csv(header + (0..<count).map { row($0, "a", slip: false) }.joined())
        let right = try TemporaryFile.csv(header + (0..<other).map { row($0, "b", slip: $0 % 4 == 0) }.joined())
        let result = try Linkage().run([left, right])
        func passport(_ number: Int) throws -> ColumnEvidence {
            try #require(result.evidence(number, count + number).first { $0.column == "passport" })
        }
        let (slipped, same) = (try passport(0), try passport(1))
        #expect(slipped.level == "close" && same.level == "exact")
        #expect(slipped.weight <= same.weight, "\(slipped.weight) \(same.weight)")
    }

    @Test func recordsWhoseNumbersRepeatAreCalledByTheirRows() throws {
        let file = try TemporaryFile.csv("id,given_name,surname,dob\n1,Ana,Li,1990-01-01\n1,Ana,Li,1990-01-01\n2,Bo,Ek,1970-05-05\n3,Cy,Oh,1980-06-07\n")
        let result = try Linkage().run([file])
        #expect(result.pairs().map { [result.names.name($0.left), result.names.name($0.right)] } == [["row 1", "row 2"]])
        #expect(result.summary().contains { $0.contains("“1” of id stands in several records") })
        let truth = try TemporaryFile.csv("left,right\n1,2\n")
        #expect { try LinkageQuality(result.pairs(), truth: truth, names: result.names) } throws: { "\($0)".contains("of id stands in several records") }
        let settings = try LinkageSettings.parse("columns:\n  id: record-identifier\n")
        #expect(throws: LinkageError.identifierTwice(identifier: "1", file: file.lastPathComponent)) { try Linkage(settings: settings).run([file]) }
    }

    // MARK: Files of every kind

    @Test(arguments: [
        "id,name\n1,Anna\n", "name\nAnna\nAnna\n", "a,b\n,\n,\nx,y\n", "given_name,surname,dob\nana,li,1990-01-01\nana,li,1990-01-01\nbo,ek,1970-05-05\n",
        "id,x\n1,\n2,q\n3,r\n", "id;name;dob\n1;Ö\u{301};1.2.1990\n2;রফিক;31.12.1990\n3;محمد;\n", "id,amount\n1,5\n2,7\n3,9\n",
    ])
    func smallFilesAreLinkedOrRefused(text: String) throws {
        let file = try TemporaryFile.csv(text)
        do {
            let result = try Linkage().run([file])
            for pair in result.pairs() {
                #expect(pair.left < pair.right)
                #expect((0...1).contains(pair.probability))
            }
        } catch let error as LinkageError {
            #expect(error.description.count > 20)
        }
    }

    @Test func aPairIsExplainedByTheNamesOfItsRecords() throws {
        let people = MadeUpPeople(count: 1_500, seed: 6)
        let result = try Linkage().run([people.file])
        let pair = try #require(result.pairs().first)
        let explanation = try result.explanation(result.names.name(pair.left), result.names.name(pair.right))
        #expect(abs(explanation.probability - pair.probability) < 0.001)
        #expect(throws: LinkageError.noSuchRecord(identifier: "nobody", file: people.file.lastPathComponent)) { try result.explanation("nobody", "nobody") }
    }

    @Test func aWholeNameBesideItsPartsCountsOnce() throws {
        let lines = (0..<60).map { "\($0),Given\($0 % 7) Family\($0 % 11),Given\($0 % 7),Family\($0 % 11),199\($0 % 10)-01-0\(1 + $0 % 9)" }
        let file = try TemporaryFile.csv("id,first_and_surname,first_name,surname,dob\n" + lines.joined(separator: "\n") + "\n")
        let understood = try Linkage().run([file]).columns.understandings
        #expect(understood.map(\.meaning) == [.recordIdentifier, .ignored, .givenName, .surname, .birthDate])
    }

    @Test func aFileWithoutDuplicatesGivesNone() throws {
        let people = MadeUpPeople(count: 3_000, seed: 12, copies: 0)
        #expect(try Linkage().run([people.file]).pairs().count <= 1)
    }

    @Test func emptyFilesAndFilesWithNothingInCommonAreRefused() throws {
        #expect(throws: LinkageError.noRecords(file: "table.csv")) { try Linkage().run([TemporaryFile.csv("name,dob\n")]) }
        let (first, second) = (try TemporaryFile.csv("surname\nLi\nEk\n"), try TemporaryFile.csv("phone\n12345678\n87654321\n"))
        #expect(throws: LinkageError.noCommonColumn) { try Linkage().run([first, second]) }
    }

    /// Rare names that are alike are pairs, common ones are not, though nothing but names is known.
    @Test(arguments: [false, true])
    func namesAloneAreLinkedByHowRareTheyAre(inParts: Bool) throws {
        var random = SplitMix(seed: 21)
        let syllables = ["ra", "mi", "ku", "sa", "ne", "po", "la", "di", "ho", "ta", "be", "jo", "vi", "ga"]
        func word() -> String { (0..<4).map { _ in syllables[random.next(below: syllables.count)] }.joined() }
        let separator = inParts ? "," : " "
        var rows = (0..<600).map { _ in word() + separator + word() }
        // Two words that every eighth record has, in all orders: some of those share both.
        for row in 0..<75 { rows[row * 8] = (row % 3 == 0 ? "karim" : word()) + separator + (row % 4 == 0 ? "molla" : word()) }
        let rare = (0..<20).map { 8 * $0 + 1 }
        for number in rare { rows.append(number % 16 == 1 ? rows[number] : rows[number] + "h") }
        let lines = rows.enumerated().map { "\($0.offset),\($0.element)\n" }.joined()
        let result = try Linkage().run([TemporaryFile.csv((inParts ? "id,given_name,surname\n" : "id,name\n") + lines)])
        let found = Set(result.pairs().map { [$0.left, $0.right] })
        let wanted = Set(rare.enumerated().map { [$0.element, 600 + $0.offset] })
        #expect(found.intersection(wanted).count >= 18)
        #expect(found.subtracting(wanted).count <= 2)
        #expect(result.summary().contains { $0.contains("Only names can be compared") })
    }

    @Test func filesInOtherEncodingsAreReadOrSayHow() throws {
        let rows = "id;prénom;nom;né le\n1;Zoé;Lefèvre;1.2.1980\n2;Zoé;Lefèvre;1.2.1980\n3;Bo;Ek;5.5.1970\n"
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-encodings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (latin, wide) = (folder.appending(path: "latin.csv"), folder.appending(path: "wide.csv"))
        try #require(rows.data(using: .isoLatin1)).write(to: latin)
        try (Data([0xFF, 0xFE]) + #require(rows.data(using: .utf16LittleEndian))).write(to: wide)
        #expect(try Linkage().run([wide]).pairs().count == 1)
        #expect { try Linkage().run([latin]) } throws: { "\($0)".contains("latin.csv") && "\($0)".contains("--encoding windows-1252") }
        let settings = try LinkageSettings.parse("encoding: latin-1\n")
        #expect(try Linkage(settings: settings).run([latin]).pairs().count == 1)
        #expect(try Linkage(settings: settings).run([latin, wide]).pairs().count == 5)
    }

    /// Whatever is in a file, it is linked or refused in words.
    @Test func filesOfAnythingAreLinkedOrRefused() throws {
        var random = SplitMix(seed: 77)
        let names = ["id", "name", "Vorname", "surname", "dob", "sex", "phone", "x", "", "age", "address", "নাম", "passport", "cluster", "yob", "zip"]
        let values = [
            "", "a", "Ana", "Ana Lopez", "রফিক", "1980-02-01", "1/2/80", "29252", "NA", "-", "0", "99999999999999999999", "é", "\"q\"\"\"", "m", "1", "🙂", "٣",
            ".0", "0.0",
            String(repeating: "w ", count: 300), "00000000", "x-\u{301}", "13/13/1313",
        ]
        func text() -> String {
            let columns = (0...random.next(below: 6)).map { _ in names[random.next(below: names.count)] }
            let rows = (0..<random.next(below: 12)).map { _ in columns.map { _ in values[random.next(below: values.count)] }.joined(separator: ",") }
            return ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
        }
        for round in 0..<30 {
            let files = try (0...round % 2).map { _ in try TemporaryFile.csv(text()) }
            do {
                let result = try Linkage().run(files)
                #expect(result.pairs().allSatisfy { (0...1).contains($0.probability) && $0.left < $0.right })
                #expect(!result.summary().isEmpty)
            } catch {
                #expect("\(error)".count > 20)
            }
        }
    }

    // MARK: Settings

    @Test func aModelFileSaysWhatColumnsMean() throws {
        let settings = try LinkageSettings.parse(
            "columns:\n  wer: surname\n  wann: {means: birth-date, compare: date, second: geburt}\nblocking:\n  - [wer]\n  - wann\nthreshold: 0.8\none-to-one: true\n"
        )
        #expect(settings.columns["wer"]?.meaning == .surname)
        #expect(settings.columns["wann"]?.second == "geburt")
        #expect(settings.blocking == [["wer"], ["wann"]])
        #expect(settings.threshold == 0.8 && settings.oneToOne)
    }

    @Test(arguments: ["columns: 3", "threshold: 2", "colour: red", "columns:\n  a: nonsense", "blocking: x", "- 1", "columns: {a: {say: b}}", "\u{1}: ["])
    func aWrongModelFileIsRefusedWithTheSetting(text: String) {
        #expect(throws: LinkageError.self) { try LinkageSettings.parse(text) }
    }

    @Test func rulesThatAreGivenAreUsed() throws {
        let people = MadeUpPeople(count: 9_000, seed: 3)
        var settings = LinkageSettings()
        settings.blocking = [["surname", "date_of_birth"]]
        let result = try Linkage(settings: settings).run([people.file])
        #expect(result.report.rules == ["date_of_birth + surname"])
        #expect((result.report.reach ?? 1) < 0.99)
        settings.blocking = [["shoe_size"]]
        #expect(throws: LinkageError.self) { try Linkage(settings: settings).run([people.file]) }
    }
}
