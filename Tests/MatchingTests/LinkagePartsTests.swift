import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct LinkagePartsTests {
    private let alphabet = Array("abcde1".utf8)

    private func texts(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in (0..<random.next(below: 12)).map { _ in alphabet[random.next(below: alphabet.count)] } }
    }

    @Test func editDistanceIsThatOfTheTextbook() {
        let distance = EditDistance()
        for (left, right) in zip(texts(3_000, seed: 1), texts(3_000, seed: 2)) {
            let found = left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { distance.between(left, $0) } }
            let back = right.withUnsafeBufferPointer { right in left.withUnsafeBufferPointer { distance.between(right, $0) } }
            #expect(found == Self.textbook(left, right))
            #expect(found == back)
        }
    }

    /// Optimal string alignment by the table of all beginnings.
    private static func textbook(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var table = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count { table[row][0] = row }
        for column in 0...right.count { table[0][column] = column }
        for row in 1..<max(1, left.count + 1) {
            for column in 1..<max(1, right.count + 1) {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                table[row][column] = min(table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
                }
            }
        }
        return table[left.count][right.count]
    }

    @Test func weightsOfLevelsDoNotFall() {
        let weights = OrderedEvidence.weights([0.05, 0.02, 0.1, 0.03, 0.8], [0.9, 0.05, 0.001, 0.02, 0.03], smallestShare: 1e-7)
        #expect(zip(weights, weights.dropFirst()).allSatisfy { $0 <= $1 })
        // The third and the fourth stood the wrong way round: both are what they are together.
        #expect(abs(weights[2] - log2(0.13 / 0.021)) < 1e-9 && weights[2] == weights[3])
        #expect(abs(weights[0] - log2(0.05 / 0.9)) < 1e-9)
    }

    @Test func moreAgreementIsNeverLearnedToBeLess() {
        let shares = OrderedEvidence.shares([0.05, 0.2, 0.1, 0.03, 0.02, 0.6, 0, 0], [0.9, 0.02, 0.001, 0.02, 0.03, 0.02, 0.005, 0.004], ordered: AgreementLevel.ordered(.text))
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        let ordered = AgreementLevel.ordered(.text).map { shares[$0] / [0.9, 0.02, 0.001, 0.02, 0.03, 0.02, 0.005, 0.004][$0] }
        #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
        #expect(shares[Int(AgreementLevel.exact)] == 0.6 && shares[Int(AgreementLevel.partial)] == 0.1)
    }

    @Test(arguments: [ComparisonKind.name, .identifier])
    func masksAreALowerBoundOfSlips(kind: ComparisonKind) {
        for (left, right) in zip(texts(3_000, seed: 3), texts(3_000, seed: 4)) {
            let (first, second) = (PreparedRecords.mask(of: left[...], kind: kind), PreparedRecords.mask(of: right[...], kind: kind))
            let bound = max((first & ~second).nonzeroBitCount, (second & ~first).nonzeroBitCount)
            #expect(bound <= Self.textbook(left, right))
        }
    }

    @Test func poolsGiveTheSameNumberToTheSameText() {
        var pool = TextPool()
        var numbers: [[UInt8]: UInt32] = [:]
        for text in texts(20_000, seed: 5) {
            let number = pool.number(of: text)
            #expect(numbers[text] == nil || numbers[text] == number)
            numbers[text] = number
            #expect(Array(pool.text(number)) == text)
        }
        #expect(Set(numbers.values).count == numbers.count)
    }

    @Test(arguments: [
        ("1990-03-04", "19900304"), ("19900304", "19900304"), ("4/3/1990", "19900304"), ("04.03.90", "19900304"), ("4 Mar 1990", "19900304"),
        ("March 4, 1990", "19900304"),
        ("1990-03-04T10:00:00", "19900304"), ("1990", "19900000"), ("1990-03", "19900300"), ("19391342", "19391342"), ("03/25/1990", "19900325"), ("n/a", ""),
        ("abc", ""), ("NA", ""), ("unknown", ""), ("12011980", "19800112"), ("1021980", "19800201"), ("01.02.80", "19800201"), ("800231", "19800200"),
        ("19800201.0", "19800201"),
        ("29252", "19800201"), ("02/1980", "19800200"), ("12 agosto 1980", "19800812"), ("3 février 1980", "19800203"), ("१९८०-०२-०१", "19800201"),
        ("١٩٨٠", "19800000"),
        // A day that the month does not have: month and year stay.
        ("1990-02-31", "19900200"), ("31/04/1988", "19880400"), ("29/02/1988", "19880229"),
        // Other calendars by their era, or by years that are nobody's. 1 Baisakh 2047 was 14 April 1990 (Nepal), 1 Muharram 1410 was 2 August 1989 by Umm al-Qura.
        ("2047-01-01 BS", "19900414"), ("वि.सं. २०४७-०१-०१", "19900414"), ("1410-01-01", "19890802"), ("١/١/١٤١٠ هـ", "19890802"),
        ("13/04/2533", "19900413"), ("พ.ศ. 2533", "19900000"),
    ])
    func datesAreReadInManyForms(text: String, form: String) {
        let dates = ValueForm(kind: .date, meaning: .birthDate)
        #expect(String(decoding: dates.form(of: Array(text.utf8)[...]), as: UTF8.self) == form)
    }

    @Test(arguments: [("34", "1990"), ("34 yrs", "1990"), ("৩৪ বছর", "1990"), ("34 años", "1990"), ("1990-03-04", "1990"), ("34 Main Street", "")])
    func agesStandForAYearOfBirth(text: String, year: String) {
        let dates = ValueForm(kind: .date, meaning: .birthDate, referenceYear: 2_024)
        #expect(String(decoding: dates.form(of: Array(text.utf8)[...]).prefix(4), as: UTF8.self) == year)
    }

    @Test func aColumnOfDatesOfBirthAheadIsOfTheNepaliCalendar() {
        func custom(_ texts: [String]) -> DateText.Custom {
            var pool = TextPool()
            for text in texts { _ = pool.number(of: Array(text.utf8)) }
            return DateText.custom(of: pool, meaning: .birthDate)
        }
        #expect(custom(["2047-05-12", "2051-11-02", "2018-01-30"]).isBikramSambat)
        #expect(!custom(["1990-05-12", "1994-11-02", "2001-01-30"]).isBikramSambat)
        let dates = ValueForm(kind: .date, meaning: .birthDate, dates: custom(["2047-05-12", "2018-01-01"]))
        #expect(String(decoding: dates.form(of: Array("2018-01-01".utf8)[...]), as: UTF8.self).hasPrefix("1961"))
    }

    @Test(arguments: [
        (ColumnMeaning.sex, ["M", "male", "পুরুষ", "ذكر", "ชาย", "ပုဂ္ဂ"], 5), (.sex, ["F", "Perempuan", "महिला", "أنثى", "หญิง", "女"], 6),
        (.nationality, ["Bangladesh", "Bangladeshi", "BGD", "بنغلاديشي", "বাংলাদেশ", "บังกลาเทศ"], 6), (.phone, ["01712345678", "০১৭১২৩৪৫৬৭৮", "٠١٧١٢٣٤٥٦٧٨"], 3),
        (.age, ["34", "৩৪", "๓๔"], 3), (.document, ["A01234567", "A٠١٢٣٤٥٦٧"], 2),
    ])
    func valuesOfAllScriptsMeet(meaning: ColumnMeaning, texts: [String], alike: Int) {
        let form = ValueForm(kind: meaning.comparison, meaning: meaning)
        let forms = texts.map { form.form(of: Array($0.utf8)[...]) }
        #expect(forms.count { $0 == forms[0] } == alike)
    }

    @Test func placesOfOneScriptAreNotTheSameForTheirBlock() {
        // Letters 128 apart, and letters at the same place of two blocks.
        let form = ValueForm(kind: .text, meaning: .place)
        let forms = ["一", "亀", "京", "亭", "क", "ক", "ك", "ڣ"].map { form.form(of: Array($0.utf8)[...]) }
        #expect(Set(forms).count == forms.count)
    }

    @Test func aColumnShowsWhetherTheDayComesFirst() {
        var pool = TextPool()
        for text in ["01/02/1990", "12/31/1985", "03/04/1970"] { _ = pool.number(of: Array(text.utf8)) }
        #expect(DateText.order(of: pool) == .monthFirst)
    }

    @Test(arguments: [
        ("given_name", ColumnMeaning.givenName), ("FirstName", .givenName), ("Last Name", .surname), ("date-of-birth", .birthDate), ("DOB", .birthDate),
        ("person_phone", .phone),
        ("soc_sec_id", .document), ("address_1", .address), ("Passport No.", .document), ("cluster", .ignored), ("নাম", .fullName), ("postcode_l", .postcode),
        ("Prénom", .givenName), ("prenom", .givenName), ("Fecha de Nacimiento", .birthDate), ("apellido1", .surname), ("تاريخ الميلاد", .birthDate),
        ("जन्म मिति", .birthDate),
        ("اسم العائلة", .surname), ("姓名", .fullName), ("Customer First Name", .givenName), ("father's name", .kinName), ("tgl_lahir", .birthDate),
        ("Straße", .address), ("ชื่อ-สกุล", .fullName), ("หมายเลขโทรศัพท์", .phone), ("លេខលិខិតឆ្លងដែន", .document), ("பிறந்த தேதி", .birthDate), ("မွေးသက္ကရာဇ်", .birthDate),
        ("အမည်", .fullName), ("护照号码", .document), ("国籍", .nationality), ("Nationality", .nationality), ("رقم الجوال", .phone), ("জাতীয়তা", .nationality),
    ])
    func columnsAreRecognisedByTheirNames(name: String, meaning: ColumnMeaning) {
        var column = RecordTable.Column()
        for index in 0..<10 { column.numbers.append(column.pool.number(of: Array("value \(index % 5)".utf8))) }
        let findings = ColumnRecognition.findings(in: RecordTable(header: [name], columns: [column], recordCount: 10))
        #expect(findings[0].meaning == meaning)
    }

    @Test func formsOfOneLetterInOtherScriptsDiffer() {
        let form = ValueForm(kind: .name, meaning: .givenName)
        let names = ["রফিক", "রফিজ", "محمد", "محمود", "José", "Jose"]
        let forms = names.map { form.form(of: Array($0.utf8)[...]) }
        #expect(forms[0] != forms[1] && forms[2] != forms[3])
        #expect(forms[4] == forms[5])
    }

    @Test func aChainOfLikelyPairsDoesNotJoinWhatContradicts() {
        func pair(_ left: UInt32, _ right: UInt32) -> ScoredPair { ScoredPair(left: left, right: right, pattern: 0, weight: 256 * 5) }
        let chain = [pair(0, 1), pair(1, 2), pair(2, 3)]
        let contradicting = Clustering.groups(chain, threshold: 0) { $1 - $0 == 1 ? 5 : -12 }
        #expect(contradicting.allSatisfy { $0.count == 2 })
        let silent = Clustering.groups(chain, threshold: 0) { $1 - $0 == 1 ? 5 : -1 }
        #expect(silent == [[0, 1, 2, 3]])
    }

    @Test func oneToOneTakesTheMostEvidenceInAll() {
        func pair(_ left: UInt32, _ right: UInt32, _ weight: Int32) -> ScoredPair { ScoredPair(left: left, right: right, pattern: 0, weight: weight) }
        // The strongest pair alone would leave the two others without partners.
        let pairs = [pair(0, 10, 100), pair(0, 11, 90), pair(1, 10, 90)]
        #expect(OneToOne.select(pairs, above: 0).map { [$0.left, $0.right] } == [[0, 11], [1, 10]])
    }

    @Test func oneToOneGivesNoRecordTwice() {
        var random = SplitMix(seed: 20)
        for _ in 0..<200 {
            let pairs = (0..<30).map { _ in
                ScoredPair(left: UInt32(random.next(below: 8)), right: UInt32(10 + random.next(below: 8)), pattern: 0, weight: Int32(random.next(below: 50)))
            }
            let chosen = OneToOne.select(PairList.merged([pairs], recordCount: 20), above: 10)
            #expect(Set(chosen.map(\.left)).count == chosen.count)
            #expect(Set(chosen.map(\.right)).count == chosen.count)
        }
    }

    // MARK: Columns

    private func findings(_ text: String) throws -> [ColumnMeaning] {
        ColumnRecognition.findings(in: try RecordTableReader.read(TemporaryFile.csv(text))).map(\.meaning)
    }

    @Test func aNameBesideAPartOfItIsTheOtherPart() throws {
        let rows = ["Ana;Lopez", "Bo;Ek", "Cy;Diaz", "Di;Roy"]
        #expect(try findings("Vorname;Name;Geburtsdatum\n" + rows.map { "\($0);1.2.1980\n" }.joined()) == [.givenName, .surname, .birthDate])
        #expect(try findings("surname;name;dob\n" + rows.map { "\($0);1.2.1980\n" }.joined()) == [.surname, .givenName, .birthDate])
        #expect(try findings("first name;name\nAna;Ana Lopez\nBo;Bo Ek\nCy;Cy Diaz\n") == [.ignored, .fullName])
        #expect(try findings("nombre;sexo\nAna Lopez;f\nBo Ek Mar;m\nCy Diaz;m\n") == [.fullName, .sex])
    }

    @Test(arguments: ["whatever,name\nr-1-a,Ana\nr-1-b,Ana\nr-2-a,Bo\n", "name,Fall Nr\nAna,x9\nAna,y8\nBo,z7\n"])
    func aColumnThatIsDifferentInEachRecordNamesTheRecords(text: String) throws {
        #expect(try findings(text).contains(.recordIdentifier))
    }

    @Test func columnsWithOtherNamesMeetByTheirValues() throws {
        let words = (0..<40).map { "q\(String($0 * 7919 + 5_000, radix: 36))w" }
        let left = try TemporaryFile.csv("id,x\n" + words.enumerated().map { "l\($0.offset),\($0.element)\n" }.joined())
        let right = try TemporaryFile.csv("id,y,z\n" + words.enumerated().map { "r\($0.offset),\(1 + $0.offset % 9),\($0.element)\n" }.joined())
        var tables = [try RecordTableReader.read(left), try RecordTableReader.read(right)]
        #expect(try LinkageColumns(&tables, LinkageSettings(), files: ["first.csv", "second.csv"]).columns.map(\.sources) == [[1, 2]])
    }

    private func symbols(_ text: String, _ kind: ComparisonKind, _ meaning: ColumnMeaning) -> String {
        String(decoding: ValueForm(kind: kind, meaning: meaning).symbols(of: Array(text.utf8)[...]), as: UTF8.self)
    }

    @Test func theFirstOfSeveralNumbersIsCompared() {
        #expect(symbols("01712345678 / 01911111111", .phone, .phone) == symbols("+880 1712-345678", .phone, .phone))
        #expect(symbols("EB1234567; EB0123456", .identifier, .document) == symbols("EB1234567", .identifier, .document))
        #expect(symbols("Passport No. EB1234567", .identifier, .document) == symbols("eb 1234567", .identifier, .document))
        // A date of issue or a short number beside it is no second number.
        #expect(symbols("12/34/56789", .identifier, .document) == "123456789")
    }

    @Test func titlesBeforeNamesAreLeftOut() {
        #expect(symbols("Mr. Ram Bahadur", .fullName, .fullName) == "ram bahadur")
        #expect(symbols("Late Ram", .name, .givenName) == "ram")
        #expect(symbols("श्री Ram", .name, .givenName) == "ram")
        #expect(symbols("Mr", .name, .surname) == "mr")
    }

    @Test func titleRowsAndBlankRowsAreNoRecords() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "titles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "list.csv")
        try Data("List of returnees 2024,,\n,,\nS.No,Full Name,Jilla\n1,Ram Tamang,Rasuwa\n2,Sita Rai,Ilam\n,,\n , ,\n".utf8).write(to: file)
        let table = try RecordTableReader.read(file)
        #expect(table.header == ["S.No", "Full Name", "Jilla"])
        #expect(table.recordCount == 2)
        #expect(ColumnRecognition.findings(in: table).map(\.meaning) == [.recordIdentifier, .fullName, .place])
        try Data("names\nRam\nSita\n".utf8).write(to: file)
        #expect(try RecordTableReader.read(file).recordCount == 2)
    }

    @Test func aRecordPairedWithItselfIsNoTruth() throws {
        let list = FileManager.default.temporaryDirectory.appending(path: "self-\(UUID().uuidString).csv")
        try Data("id,name,date_of_birth\na,Ram Rai,1990-01-01\nb,Ram Rai,1990-01-01\nc,Sita Lama,1991-02-03\n".utf8).write(to: list)
        defer { try? FileManager.default.removeItem(at: list) }
        var tables = [try RecordTableReader.read(list)]
        let columns = try LinkageColumns(&tables, LinkageSettings(), files: ["list.csv"])
        let names = RecordNames(tables, columns, files: ["list.csv"])
        let file = PairFile(name: "truth.csv", pairs: [("a", "a"), ("a", "b"), ("c", "c")].enumerated().map { PairFile.Pair(left: $1.0, right: $1.1, isMatch: true, line: $0 + 2) })
        #expect(try file.known(in: names).pairs.count == 1)
    }
}
