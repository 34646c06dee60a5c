import Dictionary
import Testing

@Suite struct DictionaryCheckTests {
    struct Planted: Sendable, CustomTestStringConvertible {
        let kind: DictionaryFinding.Kind
        let file: String
        let old: String
        let new: String
        let line: Int?
        let column: String?

        init(_ kind: DictionaryFinding.Kind, _ file: String, _ old: String, _ new: String, line: Int? = nil, column: String? = nil) {
            self.kind = kind
            self.file = file
            self.old = old
            self.new = new
            self.line = line
            self.column = column
        }

        var testDescription: String { "\(kind.rawValue): \(old) → \(new)" }
    }

    private static let sex = "vocabularies/sex.csv"
    static let planted: [Planted] = [
        Planted(.unreadableFile, "fields.csv", "case,sector", "\"case,sector"),
        Planted(.missingColumn, "fields.csv", ",note", ",remark", column: "note"),
        Planted(.duplicateColumn, sex, "deprecated", "code", column: "code"),
        Planted(.wrongCellCount, sex, "A man or boy.,", "A man, or boy.,", line: 3),
        Planted(.missingVersion, "dictionary.csv", "2026.1", ""),
        Planted(.malformedName, "fields.csv", "person,sex", "person,Sex", line: 5, column: "field"),
        Planted(.malformedName, "records.csv", "person,", "a person,", line: 3, column: "record"),
        Planted(.malformedCode, sex, "female,", "fe male,", line: 2, column: "code"),
        Planted(.duplicateName, "fields.csv", "violation,status", "violation,kind", line: 9, column: "field"),
        Planted(.duplicateName, "vocabularies.csv", "sector,Sector", "sex,Sector", line: 3, column: "vocabulary"),
        Planted(.duplicateCode, sex, "\nmale,,", "\nfemale,,", line: 3, column: "code"),
        Planted(.missingLabel, sex, ",Male,", ",,", line: 3, column: "label_en"),
        Planted(.missingLabel, "fields.csv", ",Sex,", ",,", line: 5, column: "label_en"),
        Planted(.missingDefinition, sex, "A man or boy.", "", line: 3, column: "definition"),
        Planted(.missingDefinition, "records.csv", "An act.", "", line: 4, column: "definition"),
        Planted(.unknownRecord, "fields.csv", "person,sex", "persn,sex", line: 5, column: "record"),
        Planted(.unknownType, "fields.csv", "code,no,sex", "colour,no,sex", line: 5, column: "type"),
        Planted(.unknownFlag, "fields.csv", "code,no,sex", "code,maybe,sex", line: 5, column: "multiple"),
        Planted(.unknownFlag, sex, ",yes", ",1", line: 5, column: "deprecated"),
        Planted(.missingSensitivity, "fields.csv", ",open,Sex", ",,Sex", line: 5, column: "sensitivity"),
        Planted(.unknownSensitivity, "fields.csv", ",open,Sex", ",public,Sex", line: 5, column: "sensitivity"),
        Planted(.missingVocabulary, "fields.csv", "code,no,sex", "code,no,", line: 5, column: "vocabulary"),
        Planted(.unknownVocabulary, "fields.csv", "code,no,sex", "code,no,gender", line: 5, column: "vocabulary"),
        Planted(.needlessVocabulary, "fields.csv", "date,no,", "date,no,sex", line: 3, column: "vocabulary"),
        Planted(.unusedVocabulary, "fields.csv", "code,no,sex", "code,no,sector", line: 2, column: "vocabulary"),
        Planted(.missingTarget, "fields.csv", "link,no,,case", "link,no,,", line: 7, column: "target"),
        Planted(.unknownTarget, "fields.csv", "link,no,,case", "link,no,,case|crime", line: 7, column: "target"),
        Planted(.needlessTarget, "fields.csv", "date,no,,", "date,no,,case", line: 3, column: "target"),
        Planted(.unknownParent, "vocabularies/violation.csv", "non-payment,wages", "non-payment,salary", line: 3, column: "parent"),
        Planted(.parentCycle, "vocabularies/violation.csv", "wages,,", "wages,late-payment,", line: 2, column: "parent"),
        Planted(.parentCycle, "vocabularies/violation.csv", "confinement,,", "confinement,confinement,", line: 5, column: "parent"),
        Planted(.unknownExclusion, "vocabularies/violation.csv", "wages,late-payment", "wages,late", line: 3, column: "excludes"),
        Planted(.malformedEquivalent, sex, "prs_Gender=Masculine", "Masculine", line: 3, column: "htcds"),
        Planted(.malformedEquivalent, sex, "39/02", "02", line: 3, column: "huridocs"),
        Planted(.malformedEquivalent, "fields.csv", "person/sex", "sex", line: 5, column: "huridocs"),
        Planted(.unknownHTCDS, sex, "prs_Gender=Masculine", "prs_Gender=Man", line: 3, column: "htcds"),
        Planted(.unknownHTCDS, "fields.csv", "prs_Gender", "prs_Sex", line: 5, column: "htcds"),
        Planted(.unknownHURIDOCS, sex, "39/02", "39/77", line: 3, column: "huridocs"),
        Planted(.unknownHURIDOCS, "fields.csv", "person/sex", "person/shoe", line: 5, column: "huridocs"),
        Planted(.sharedHTCDSValue, sex, "prs_Gender=Masculine", "prs_Gender=Feminine", line: 3, column: "htcds"),
        Planted(.malformedLanguage, sex, "label_ne", "label_Nepali!", column: "label_Nepali!"),
        Planted(.incompleteLanguage, sex, "पुरुष", "", line: 3, column: "label_ne"),
        Planted(.malformedLanguage, "dictionary.csv", "en|id", "en|Indonesian", line: 4, column: "value"),
        Planted(.missingColumn, "labels/id/terms.csv", "code,label", "code,text", column: "label"),
        Planted(.missingLabel, "labels/id/terms.csv", "Perempuan", "", line: 2, column: "label"),
        Planted(.missingLabel, "labels/id/records.csv", "Orang-orang", "", line: 3, column: "plural"),
        Planted(.unknownLabel, "labels/id/terms.csv", "sex,other", "sex,others", line: 4),
        Planted(.unknownLabel, "labels/id/terms.csv", "sex,other", "sexes,other", line: 4),
        Planted(.unknownLabel, "labels/id/fields.csv", "person,sex", "person,shoe", line: 5),
        Planted(.duplicateName, "labels/id/terms.csv", "sex,male", "sex,female", line: 3),
        Planted(.hiddenCharacter, "labels/id/terms.csv", "Laki-laki", "Laki\u{200B}laki", line: 3, column: "label"),
        Planted(.hiddenCharacter, sex, ",Male,", ",Ma\u{200B}le,", line: 3, column: "label_en"),
        Planted(.hiddenCharacter, sex, ",Male,", ",\u{202E}Male,", line: 3, column: "label_en"),
        Planted(.hiddenCharacter, sex, "A man", "A\u{200D} man", line: 3, column: "definition"),
        Planted(.notNormalized, sex, ",Male,", ",Ma\u{301}le,", line: 3, column: "label_en"),
        Planted(.outerSpace, sex, ",Male,", ",Male ,", line: 3, column: "label_en"),
    ]

    @Test("Each planted fault is found where it is", arguments: planted)
    func finds(_ planted: Planted) throws {
        #expect(SmallDictionary.files[planted.file]?.contains(planted.old) == true, "the text to replace is not there")
        let findings = DictionaryCheck.findings(files: SmallDictionary.replacing(planted.old, planted.new, in: planted.file))
        let file = planted.kind == .unusedVocabulary ? "vocabularies.csv" : planted.file
        let found = try #require(
            findings.first { $0.kind == planted.kind && $0.file == file && $0.line == planted.line && $0.column == planted.column }, "\(findings)")
        #expect(found.message.hasSuffix(".") && !found.remedy.isEmpty)
    }

    @Test(arguments: [
        "dictionary.csv", "records.csv", "fields.csv", "vocabularies.csv", "vocabularies/sex.csv", "reference/huridocs.csv", "labels/id/fields.csv",
    ])
    func missingFile(_ file: String) {
        let findings = DictionaryCheck.findings(files: SmallDictionary.files([file: String?.none]))
        #expect(findings.contains { $0.kind == .missingFile })
    }

    @Test("Every kind of fault but those of local files is planted")
    func complete() {
        let tried = Set(DictionaryCheckTests.planted.map(\.kind)).union([.missingFile, .localConflict])
        #expect(tried == Set(DictionaryFinding.Kind.allCases))
    }

    @Test("A dictionary without fault has no finding but the languages that are not complete")
    func faultless() {
        let findings = DictionaryCheck.findings(files: SmallDictionary.files())
        #expect(findings.filter { $0.kind != .incompleteLanguage } == [])
    }

    @Test("Joiners shape letters in other languages and are no hidden characters there")
    func joiners() {
        let findings = DictionaryCheck.findings(files: SmallDictionary.replacing("पुरुष", "पुरु\u{200D}ष", in: "vocabularies/sex.csv"))
        #expect(!findings.contains { $0.kind == .hiddenCharacter })
    }

    @Test("What has no label in a language is counted by file, with its first name")
    func unlabelled() {
        let shorter = SmallDictionary.files([
            "labels/id/terms.csv": "vocabulary,code,label\nsex,female,Perempuan\nsex,male,Laki-laki\nsex,old,Lama\nviolation,wages,Upah\n",
            "labels/id/code-lists.csv": "vocabulary,code,label\n",
        ])
        let sentences = DictionaryCheck.findings(files: shorter).filter { $0.kind == .incompleteLanguage && $0.message.hasSuffix("in id.") }.map(\.description)
        #expect(
            sentences == [
                "vocabularies/sex.csv: “other” has no label in id. Add a row to a file in labels/id; English is shown until then.",
                "vocabularies/violation.csv: “non-payment” and 2 more have no label in id. Add a row to a file in labels/id; English is shown until then.",
            ])
    }

    @Test("A finding reads as one sentence with its place")
    func sentence() {
        let findings = DictionaryCheck.findings(files: SmallDictionary.replacing(",open,Sex", ",,Sex", in: "fields.csv"))
        #expect(
            findings.first { $0.severity == .error }?.description
                == "fields.csv, line 5, column sensitivity: person.sex has no sensitivity. Write identity, sensitive or open.")
    }
}
