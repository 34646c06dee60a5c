import Dictionary
import Formats
import Testing

@Suite struct DataDictionaryTests {
    let dictionary: DataDictionary

    init() throws { dictionary = try SmallDictionary.dictionary() }

    @Test func lookUp() throws {
        #expect(dictionary.version == "2026.1")
        #expect(dictionary.facts["published"] == "2026-11-23")
        let sex = try #require(dictionary.field("person", "sex"))
        #expect(sex == dictionary.field("person.sex"))
        #expect(sex.type == .code && sex.vocabulary == "sex" && sex.sensitivity == .open && sex.huridocs == ["person/sex"])
        #expect(dictionary.field("violation", "case")?.target == ["case"])
        #expect(dictionary.field("person", "shoe") == nil && dictionary.field("shoe") == nil)
        #expect(dictionary.fields(of: "person").map(\.name) == ["name", "sex", "status"])
        #expect(dictionary.record("case")?.pluralLabel() == "Cases")
        #expect(dictionary.languages == ["en", "id", "ne"])
        #expect(dictionary.labels("ne")["person.sex"] == "Sex")
        #expect(Sensitivity.open < .sensitive && Sensitivity.sensitive < .identity)
    }

    @Test func resolve() throws {
        #expect(try dictionary.resolve("sex").fullName == "person.sex")
        #expect(try dictionary.resolve(" person.sex ").fullName == "person.sex")
        #expect(
            message { try dictionary.resolve("status") }
                == "“status” is a field of more than one kind of record. Write one of person.status, violation.status.")
        #expect(message { try dictionary.resolve("persn.sex") } == "The dictionary has no field “persn.sex”. Is it person.sex?")
        #expect(
            message { try dictionary.resolve("zzzzzzzzz") } == "The dictionary has no field “zzzzzzzzz”. `corridor dictionary list` shows all fields."
        )
    }

    private func message(_ body: () throws -> Field) -> String {
        do { return try body().fullName } catch { return "\(error)" }
    }

    @Test func vocabulary() throws {
        let violation = try #require(dictionary.vocabulary("violation"))
        #expect(violation.term("non-payment")?.extra == ["ilo_indicator": "withholding-of-wages", "excludes": "late-payment"])
        let excluding = violation.contradiction(among: ["late-payment", "wages", "non-payment"])
        #expect(excluding?.first.code == "late-payment" && excluding?.second.code == "non-payment")
        #expect(violation.contradiction(among: ["late-payment", "wages", "confinement", "unknown"]) == nil)
        #expect(violation.children(of: "wages").map(\.code) == ["non-payment"])
        #expect(violation.ancestors(of: "late-payment").map(\.code) == ["non-payment", "wages"])
        #expect(violation.family(of: "wages").map(\.code) == ["wages", "non-payment", "late-payment"])
        #expect(violation.roots.map(\.code) == ["wages", "confinement"])
        let sex = try #require(dictionary.vocabulary("sex"))
        #expect(sex.label(of: "female", "ne") == "महिला" && sex.label(of: "female", "ne-NP") == "महिला")
        #expect(sex.label(of: "other", "ne") == "Other" && sex.label(of: "nothing") == "nothing")
        #expect(sex.term("old")?.isDeprecated == true)
        #expect(sex.term("male")?.htcds == [.init(field: "prs_Gender", value: "Masculine")])
        #expect(sex.term("male")?.huridocs == [.init(list: "39", code: "02")])
        #expect(sex.codes(writtenAs: "FEMALE") == ["female"] && sex.codes(writtenAs: "महिला") == ["female"])
    }

    @Test("Labels of a folder of a language and of columns are both read, and counted")
    func labels() throws {
        #expect(dictionary.record("case")?.label("id") == "Kasus" && dictionary.record("case")?.pluralLabel("id-ID") == "Kasus-kasus")
        #expect(dictionary.field("violation.owed")?.label("id") == "Terutang")
        let sex = try #require(dictionary.vocabulary("sex"))
        #expect(sex.label("id") == "Jenis kelamin" && sex.label(of: "female", "id") == "Perempuan" && sex.label(of: "female", "ne") == "महिला")
        #expect(sex.codes(writtenAs: "laki-laki") == ["male"])
        let sector = try #require(dictionary.vocabulary("sector"))
        #expect(sector.label(of: "T", "id") == "Rumah tangga" && sector.label(of: "T97", "id") == "Domestic personnel")
        let indonesian = LabelCoverage(of: dictionary, language: "id")
        #expect(indonesian.kinds.description == "3 of 3" && indonesian.fields.description == "9 of 9" && indonesian.lists.description == "3 of 3")
        #expect(indonesian.codes.description == "7 of 7" && indonesian.publishedCodes.description == "1 of 2")
        let nepali = LabelCoverage(of: dictionary, language: "ne")
        #expect(nepali.fields.description == "0 of 9" && nepali.codes.description == "2 of 7")
    }

    @Test("A file of labels that lacks a column is refused")
    func labelsWithoutColumn() {
        let files = SmallDictionary.files(["labels/id/fields.csv": "record,field\ncase,sector\n"])
        #expect(throws: DictionaryError.self) { try DataDictionary(files: files) }
    }

    @Test func validates() throws {
        func fault(_ record: String, _ field: String, _ value: FieldValue) -> String {
            do {
                try dictionary.validate(record: record, field: field, answer: Answer(value))
                return ""
            } catch { return "\(error)" }
        }
        #expect(fault("person", "sex", .code("female")) == "")
        #expect(fault("person", "sex", .code("old")) == "", "a code out of use may have been saved when it was in use")
        #expect(
            fault("person", "sex", .code("Female")) == "person.sex: “Female” is not a code of the vocabulary sex. Use one of female, male, other.")
        #expect(
            fault("person", "sex", .text("female"))
                == "person.sex: The value does not have the type of the field. The field takes a value of type code.")
        #expect(fault("violation", "kind", .code("wages")).hasPrefix("violation.kind: The value does not have the type"))
        #expect(fault("violation", "kind", .list([.code("wages"), .code("x")])).hasPrefix("violation.kind: “x” is not a code"))
        #expect(fault("person", "shoe", .text("x")).hasPrefix("person.shoe: The value answers a field that the dictionary 2026.1 does not have."))
        #expect(fault("person", "status", .text(String(repeating: "x", count: 1_001))).contains("has 1001 characters"))
        try dictionary.validate(record: "person", field: "sex", answer: Answer(absent: .refused, note: "x"))
    }

    @Test(
        arguments: [
            ("person.sex", " female ", #""female""#), ("person.sex", "Male", #""male""#), ("person.sex", "महिला", #""female""#),
            ("violation.kind", "wages; confinement|wages", #"["confinement","wages"]"#), ("person.name", "A B|क", #"[{"full":"A B"},{"full":"क"}]"#),
            ("case.opened", "3 April 2019", #""2019-04-03""#), ("violation.owed", "1,200.50 QAR", #"{"amount":"1200.50","currency":"QAR"}"#),
            ("violation.owed", "QAR 1200.5", #"{"amount":"1200.50","currency":"QAR"}"#),
            ("violation.owed", "12,34,567 NPR", #"{"amount":"1234567.00","currency":"NPR"}"#),
            ("violation.owed", "१२०० NPR", #"{"amount":"1200.00","currency":"NPR"}"#),
        ])
    func parsesCells(_ name: String, _ text: String, _ json: String) throws {
        let field = try #require(dictionary.field(name))
        #expect(try String(decoding: field.parse(text, in: dictionary).json.canonicalBytes(), as: UTF8.self) == json)
    }

    @Test(
        arguments: [
            ("person.sex", "f", ValueError.Kind.unknownCode), ("violation.owed", "1,200 QAR", .ambiguous), ("violation.owed", "12,5 QAR", .ambiguous),
            ("violation.owed", "1200", .ambiguous), ("violation.owed", "1.200,50 QAR", .ambiguous), ("case.opened", "3/4/2019", .ambiguous),
            ("person.status", "  ", .empty), ("violation.kind", " ; ", .empty), ("violation.case", "a b", .malformed),
        ])
    func refusesCells(_ name: String, _ text: String, _ kind: ValueError.Kind) throws {
        let field = try #require(dictionary.field(name))
        do {
            let value = try field.parse(text, in: dictionary)
            Issue.record("read as \(value)")
        } catch {
            #expect(error.kind == kind && error.field == name, "\(error)")
        }
    }

    @Test("A cell whose row lacks what the column knows is read with it")
    func readsWithContext() throws {
        let owed = try #require(dictionary.field("violation.owed"))
        #expect(try owed.parse("1200", in: dictionary, reading: CellReading(currency: "QAR")) == .money(Money(amount: "1200", currency: "QAR")))
        let opened = try #require(dictionary.field("case.opened"))
        let reading = CellReading(dates: DateReader(order: .dayFirst))
        #expect(try opened.parse("3/4/2019", in: dictionary, reading: reading) == .date(PartialDate(edtf: "2019-04-03")))
    }

    @Test(
        "A dictionary with a fault in its structure does not load, and the error names the place",
        arguments: [
            ("records.csv", "case,Case", "Case!,Case", "records.csv: “Case!” is not a name"),
            ("fields.csv", ",code,no,sex", ",colour,no,sex", "fields.csv, line 5, column type: “colour” is no type of field."),
            ("fields.csv", ",open,Sex", ",public,Sex", "fields.csv, line 5, column sensitivity: “public” is no sensitivity."),
            ("fields.csv", "violation,owed", "violation,kind", "fields.csv, column field: violation.kind is there twice."),
            ("fields.csv", "person,sex", "persn,sex", "fields.csv: persn.sex belongs to a kind of record"),
            ("fields.csv", "no,sex,", "no,gender,", "fields.csv: person.sex names the vocabulary “gender”"),
            (
                "vocabularies/sex.csv", "male,,Male", "female,,Male",
                "vocabularies/sex.csv, line 3, column code: The code “female” is in the list twice."
            ),
            ("vocabularies/sex.csv", "code,parent", "kode,parent", "vocabularies/sex.csv, column code: The column is missing."),
            ("dictionary.csv", "version", "edition", "dictionary.csv: The dictionary has no version."),
        ])
    func refusesToLoad(_ file: String, _ old: String, _ new: String, _ start: String) {
        do {
            _ = try DataDictionary(files: SmallDictionary.replacing(old, new, in: file))
            Issue.record("loaded")
        } catch {
            #expect(error.description.hasPrefix(start), "\(error)")
        }
    }
}

@Suite struct LocalPartsTests {
    static let fields = """
        record,field,type,multiple,vocabulary,target,sensitivity,label_en,definition,htcds,huridocs,note
        person,local-tribe,code,no,local-tribe,,sensitive,Tribe,As said.,,,

        """
    static let local: [String: String] = [
        "fields.csv": fields,
        "vocabularies.csv": "vocabulary,label_en,definition,source\nlocal-tribe,Tribe,As said.,\n",
        "vocabularies/local-tribe.csv": "code,parent,label_en,definition,htcds,huridocs,deprecated\ntharu,,Tharu,A people.,,,\n",
        "vocabularies/violation.csv":
            "code,parent,label_en,definition,htcds,huridocs,deprecated\nlocal-tips,wages,Tips kept,Tips.,,,\nlocal-tips-all,local-tips,All tips,All.,,,\n",
    ]

    private func files(_ changes: [String: String] = [:]) -> (String) -> [UInt8]? {
        let files = LocalPartsTests.local.merging(changes) { $1 }
        return { files[$0].map { Array($0.utf8) } }
    }

    @Test func addsAndSaysSo() throws {
        let standard = try SmallDictionary.dictionary()
        let dictionary = try standard.adding(local: files())
        #expect(dictionary.field("person.local-tribe")?.isLocal == true)
        #expect(dictionary.field("person.sex")?.isLocal == false)
        #expect(dictionary.vocabulary("local-tribe")?.contains("tharu") == true)
        let violation = try #require(dictionary.vocabulary("violation"))
        #expect(violation.term("local-tips")?.isLocal == true && violation.term("wages")?.isLocal == false)
        #expect(violation.family(of: "wages").map(\.code).contains("local-tips-all"))
        let digits = Set("0123456789abcdef")
        #expect(dictionary.version.hasPrefix("2026.1+local.") && dictionary.version.dropFirst(13).allSatisfy(digits.contains))
        #expect(dictionary.version.count == 25)
        #expect(try standard.adding(local: files()).version == dictionary.version)
        let other = try standard.adding(local: files(["fields.csv": LocalPartsTests.fields.replacingFirst("Tribe", with: "People")]))
        #expect(other.version != dictionary.version)
        #expect(try standard.adding(local: { _ in nil }).version == "2026.1")
    }

    @Test(
        "Nothing of the standard is redefined",
        arguments: [
            ("fields.csv", "person,local-tribe", "person,tribe", "has a name that a standard may use. Write local-tribe."),
            ("fields.csv", "person,local-tribe", "clan,local-tribe", "belongs to a kind of record"),
            ("vocabularies/violation.csv", "local-tips,wages", "tips,wages", "is a code that a standard may use. Write local-tips."),
            ("vocabularies/violation.csv", "local-tips,wages", "wages,", "is a code of the standard, which stays as it is."),
            ("vocabularies/violation.csv", "local-tips,wages", "local-tips,", "needs as parent a code of the list"),
            ("vocabularies/violation.csv", "local-tips,wages", "local-tips,salary", "needs as parent a code of the list"),
            ("vocabularies.csv", "local-tribe", "sex", "vocabularies/sex.csv"), ("records.csv", "", "", "cannot add kinds of records"),
        ])
    func keepsTheStandard(_ file: String, _ old: String, _ new: String, _ message: String) throws {
        let changed = (LocalPartsTests.local[file] ?? "record\n").replacingFirst(old, with: new)
        do {
            _ = try SmallDictionary.dictionary().adding(local: files([file: changed]))
            Issue.record("added")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }

    @Test func checkOfLocalFiles() throws {
        let standard = try SmallDictionary.dictionary()
        #expect(
            DictionaryCheck.findings(local: files(), standard: standard, reference: SmallDictionary.files()).filter { $0.severity == .error } == [])
        let findings = DictionaryCheck.findings(
            local: files(["fields.csv": LocalPartsTests.fields.replacingFirst("local-tribe", with: "tribe")]), standard: standard,
            reference: SmallDictionary.files())
        #expect(findings.contains { $0.kind == .localConflict })
    }
}
