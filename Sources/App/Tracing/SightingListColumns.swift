import Matching

/// What a column of a list of people tells, by its name: exactly as when files are linked (`ColumnMeaning`), in the languages of the corridors.
enum SightingListColumns {
    /// Whether these can be the names of a list's columns: one tells a name or the number of a paper.
    static func areRecognised(_ names: [String]) -> Bool {
        let meanings = names.filter { !$0.isEmpty && $0.unicodeScalars.count <= 60 }.compactMap { ColumnMeaning(columnNamed: $0) }
        return names.count > 1 && !Set(meanings).isDisjoint(with: [.fullName, .givenName, .surname, .document])
    }

    /// Which paper a column of numbers of papers is of, a code of the list `identifier-kind`, by words in its name; nil where the name does not say.
    static func paper(_ name: String) -> String? {
        let name = name.lowercased()
        return papers.first { $0.words.contains { name.contains($0) } }?.kind
    }

    private static let papers: [(kind: String, words: [String])] = [
        (
            "passport",
            [
                "passport", "pasport", "paspor", "pasaporte", "passeport", "passnummer", "reisepass", "pass no", "pp no", "ppt no", "паспорт", "pasipoti", "جواز", "باسبور", "پاسپورٹ",
                "گذرنامه", "पासपोर्ट", "राहदानी", "পাসপোর্ট", "கடவுச்சீட்டு", "பாஸ்போர்ட்", "పాస్", "പാസ്പോർട്ട്", "ගමන් බලපත්", "နိုင်ငံကူး", "ပတ်စ်ပို့", "หนังสือเดินทาง", "พาสปอร์ต", "លិខិតឆ្លងដែន",
                "ຜ່ານແດນ", "hộ chiếu", "护照", "護照",
            ]
        ),
        ("travel-document", ["travel document", "laissez", "وثيقة السفر"]), ("visa", ["visa", "تأشيرة", "ভিসা", "भिसा", "वीज़ा", "签证"]),
        ("work-permit", ["work permit", "permit", "تصريح عمل", "izin kerja"]),
        ("residence-permit", ["iqama", "إقامة", "اقامة", "civil", "المدني", "emirates id", "qid", "cpr"]),
        ("driving-licence", ["driving", "driver"]), ("citizenship-certificate", ["citizenship", "नागरिकता"]),
    ]
}
