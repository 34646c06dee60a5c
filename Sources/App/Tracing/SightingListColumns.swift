import Matching

/// What a column of a list of people tells, by its name: as `Matching` knows it, and as lists of detention centres, hospitals and airlines call it in the languages of the corridors.
enum SightingListColumns {
    static func meaning(_ name: String) -> ColumnMeaning? {
        words[folded(name)] ?? ColumnMeaning(columnNamed: name)
    }

    static func isNationality(_ name: String) -> Bool { nationalities.contains(folded(name)) }

    /// Whether these can be the names of a list's columns: one tells a name or the number of a paper.
    static func areRecognised(_ names: [String]) -> Bool {
        let meanings = names.filter { !$0.isEmpty && $0.unicodeScalars.count <= 60 }.compactMap(meaning)
        return names.count > 1 && !Set(meanings).isDisjoint(with: [.fullName, .givenName, .surname, .document])
    }

    private static func folded(_ name: String) -> String {
        String(
            String.UnicodeScalarView(name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == " " })
        )
        .split(separator: " ").joined(separator: " ")
    }

    private static let nationalities = Set(
        [
            "nationality", "citizenship", "nat", "country of citizenship", "country of nationality", "الجنسية", "kewarganegaraan", "জাতীয়তা", "राष्ट्रियता", "राष्ट्रीयता",
        ].map(folded))

    private static let words: [String: ColumnMeaning] = {
        var words: [String: ColumnMeaning] = [:]
        for spelling in spellings { for word in spelling.words { words[folded(word)] = spelling.meaning } }
        return words
    }()

    private static let spellings: [(meaning: ColumnMeaning, words: [String])] = [
        (
            .fullName,
            [
                "detainee", "detainee name", "name of detainee", "inmate", "inmate name", "prisoner name", "patient", "patient name", "passenger",
                "passenger name",
                "pax", "pax name", "deportee", "resident name", "الاسم الكامل", "اسم الموقوف", "اسم النزيل", "اسم المسافر", "اسم المريض", "nama penumpang",
                "nama tahanan", "nama pasien", "যাত্রীর নাম", "রোগীর নাম", "यात्रीको नाम", "बिरामीको नाम", "यात्री का नाम", "मरीज़ का नाम",
            ]
        ),
        (.givenName, ["الاسم الأول", "প্রথম নাম", "पहिलो नाम"]), (.surname, ["اسم العائلة", "اللقب", "পদবি", "थर"]),
        (
            .document,
            [
                "travel document", "travel document no", "pp no", "ppt no", "pass no", "رقم الجواز", "رقم جواز السفر", "جواز السفر", "رقم الهوية",
                "رقم الإقامة",
                "nomor paspor", "no paspor", "paspor", "পাসপোর্ট নম্বর", "राहदानी नम्बर", "पासपोर्ट नंबर",
            ]
        ),
        (.birthDate, ["تاريخ الميلاد", "tgl lahir", "জন্ম তারিখ", "जन्म मिति", "जन्म तिथि"]), (.sex, ["الجنس", "লিঙ্গ", "लिङ्ग", "लिंग", "mf"]),
    ]
}
