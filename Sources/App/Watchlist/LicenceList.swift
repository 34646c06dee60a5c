import Dictionary
import Foundation
import Interchange
import Vault

/// The list of licensed agencies that an authority publishes, read as parties through the importer that every file goes through.
///
/// A row is one agency by its licence: the same list of a later day changes the status of what is there already. Which agencies of cases these are is suggested on their pages, and
/// decided by a person.
struct LicenceList: Sendable {
    let node: Node
    let author: String

    // Compiled for Corridor: how authorities head the columns of the lists they publish (Bangladesh, India, Indonesia, Nepal, Pakistan, the Philippines, Sri Lanka), in English and in
    // their languages, as ``folded(_:)`` gives them.
    private static let names = Set(
        [
            "name", "agency", "agency name", "name of agency", "name of the agency", "company", "company name", "name of company", "name of the company", "name of firm", "firm name",
            "recruiting agency", "recruitment agency", "recruiting agent", "recruitment agent", "name of recruiting agency", "name of recruiting agent", "name of the recruiting agent",
            "name of recruitment agency", "recruiting agency name", "recruitment agency name", "ra name", "name of ra", "name of the recruiting agency", "manpower", "manpower company",
            "name of manpower company", "manpower agency", "oep name", "name of oep", "overseas employment promoter", "name of overseas employment promoter", "foreign employment agency",
            "licensee", "name of licensee", "licence holder", "license holder", "establishment", "name of establishment", "trade name", "p3mi", "nama p3mi", "nama perusahaan", "nama pt",
            "nama pptkis", "agensi", "nama agensi", "nama syarikat", "pangalan ng ahensya", "कम्पनीको नाम", "संस्थाको नाम", "इजाजतपत्रवालाको नाम", "इजाजत पत्रवालाको नाम", "एजेन्सीको नाम",
            "म्यानपावर कम्पनीको नाम", "कंपनी का नाम", "एजेंसी का नाम", "भर्ती एजेंट का नाम", "এজেন্সির নাম", "রিক্রুটিং এজেন্সির নাম", "রিক্রুটিং এজেন্সি", "প্রতিষ্ঠানের নাম", "اسم الشركة", "اسم المكتب",
            "اسم مكتب الاستقدام", "مكتب الاستقدام", "اسم المنشأة", "ایجنسی کا نام", "නම", "නියෝජිතායතනය", "நிறுவனத்தின் பெயர்", "முகவர் நிலையத்தின் பெயர்",
        ].map(folded))
    private static let licences = Set(
        [
            "licence", "license", "licence no", "license no", "licence number", "license number", "lic no", "licence nr", "rl", "rl no", "rl number", "rl n", "rc no", "rc number",
            "registration certificate no", "registration certificate number", "registration no", "registration number", "reg no", "oep licence no", "oep license no", "oepl no", "mpd no",
            "valid license no", "licence no and date", "slbfe licence no", "slbfe license no", "slbfe no", "poea license no", "dmw license no", "siup3mi", "no siup3mi", "nomor siup3mi", "sip3mi",
            "no sip3mi", "no izin", "nomor izin", "no lesen", "nombor lesen", "इजाजतपत्र नं", "इजाजत पत्र नं", "इ प नं", "इजाजतपत्र नम्बर", "इजाजत नं", "लाइसेन्स नं", "लाइसेंस नंबर", "लाइसेंस संख्या", "पंजीकरण संख्या",
            "লাইসেন্স নং", "লাইসেন্স নম্বর", "আর এল নং", "আরএল নং", "আর এল", "رقم الترخيص", "الترخيص", "رقم الرخصة", "رقم السجل", "لائسنس نمبر", "බලපත්‍ර අංකය", "அனுமதிப்பத்திர இலக்கம்", "உரிம எண்",
        ].map(folded))
    private static let statuses = Set(
        [
            "status", "licence status", "license status", "current status", "state", "status of licence", "status of license", "status izin",
            "अवस्था", "स्थिति", "हालको अवस्था", "অবস্থা", "স্ট্যাটাস", "বর্তমান অবস্থা", "الحالة", "حالة الترخيص", "حیثیت", "තත්ත්වය", "நிலை",
        ].map(folded))
    /// What lists write for a licence in force and for one that is not.
    private static let values: [(code: String, words: [String])] = [
        (
            "licensed",
            [
                "active", "valid", "in operation", "operational", "renewed", "valid license", "valid licence", "licensed", "aktif", "berlaku", "चालु", "सञ्चालनमा", "बहाल", "सक्रिय", "वैध", "চালু", "বৈধ", "সক্রিয়",
                "ساري", "سارية", "نشط", "فعال",
            ]
        ),
        (
            "revoked",
            [
                "cancelled", "canceled", "withdrawn", "revoked", "forfeited", "closed", "surrendered", "delisted", "dicabut", "खारेज", "रद्द", "বাতিল", "ملغي", "ملغاة", "ملغى", "منسوخ",
            ]
        ), ("suspended", ["suspended", "under suspension", "preventive suspension", "ditangguhkan", "skorsing", "निलम्बित", "निलंबित", "স্থগিত", "موقوف", "موقوفة", "معلق"]),
        ("expired", ["expired", "not renewed", "lapsed", "kedaluwarsa", "habis masa berlaku", "म्याद सकिएको", "समाप्त", "মেয়াদোত্তীর্ণ", "منتهي", "منتهية"]),
    ]

    /// Letters and digits of any script in lower case, words apart: `R.L. No.` and `RL_NO` become `rl no`.
    private static func folded(_ name: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in name.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.generalCategory == .spacingMark || scalar.properties.generalCategory == .format
            {
                folded.append(scalar)
            } else if scalar != "." {
                folded.append(" ")
            }
        }
        return String(folded).split(separator: " ").joined(separator: " ")
    }

    /// - Parameter country: a code of the list `country`; nil where it is not told.
    func run(_ file: UploadedFile, country: String?, today: CalendarDay) throws -> TraceImportResult {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-" + RecordIdentifier.random())
        try PrivateFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, rejects) = (folder.appending(path: "list"), folder.appending(path: "rejects.csv"))
        try PrivateFile.write(Data(file.bytes), to: source)
        let list = try ListHeader.open(source, name: file.fileName) { Self.mapping($0, country: nil, today: today) != nil }
        guard let yaml = Self.mapping(list.columns, country: country, today: today) else {
            throw AppError(
                "The file has no columns for the name and the licence number. Call them, in the first row: name, licence; and, if there is one, status.")
        }
        let outcome = try Importer(
            node: node, file: source, instructions: .mapping(bytes: Array(yaml.utf8), name: file.fileName), author: author, originalRow: list.originalRow,
            // A licence without a name is nobody: the name is in a cell that was merged, or fell into another column.
            refusing: { draft in
                draft.answers.contains { $0.field == "names" && $0.answer.value != nil } ? nil
                    : RejectionReason(place: "Row", problem: "it has a licence and no name", remedy: "Write the agency's name into the row.")
            }
        ).run(rejects: rejects)
        return TraceImportResult(outcome, rejects: rejects)
    }

    /// The mapping (Docs/import.md); nil without a name and a licence.
    static func mapping(_ columns: [String], country: String?, today: CalendarDay) -> String? {
        func column(_ names: Set<String>) -> String? { columns.first { names.contains(folded($0)) } }
        func quoted(_ text: String) -> String { "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
        guard let name = column(names), let licence = column(licences) else { return nil }
        var fields = [
            "names: {column: \(quoted(name))}", "licence: {column: \(quoted(licence)), kind: recruitment-licence}", "kind: {constant: recruitment-agency}",
            "licence-checked-on: {constant: \"\(today)\"}",
        ]
        if let status = column(statuses) {
            let known = values.flatMap { value in value.words.map { "\(quoted($0)): \(value.code)" } }.joined(separator: ", ")
            fields.append("licence-status: {column: \(quoted(status)), values: {\(known)}, otherwise: keep}")
        } else {
            fields.append("licence-status: {constant: licensed}")
        }
        if let country { fields.append("country: {constant: \(country)}") }
        return
            "source: licence-list\(country.map { "-" + $0.lowercased() } ?? "")\nunmapped: ignore\nmissing: [\"-\", \"n/a\"]\nrecords:\n  - record: party\n    key: \(quoted(licence))\n    fields:\n"
            + fields.map { "      \($0)\n" }.joined()
    }
}
