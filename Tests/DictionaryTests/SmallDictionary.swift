import Dictionary

/// A small dictionary without fault, as files.
enum SmallDictionary {
    static let files: [String: String] = [
        "dictionary.csv": "key,value\nversion,2026.1\npublished,2026-11-23\nlanguages,en|id\n",
        "labels/id/records.csv": "record,label,plural\ncase,Kasus,Kasus-kasus\nperson,Orang,Orang-orang\nviolation,Pelanggaran,Pelanggaran\n",
        "labels/id/fields.csv": """
        record,field,label
        case,sector,Sektor
        case,opened,Dibuka
        person,name,Nama
        person,sex,Jenis kelamin
        person,status,Status
        violation,case,Kasus
        violation,kind,Jenis
        violation,status,Status
        violation,owed,Terutang

        """,
        "labels/id/vocabularies.csv": "vocabulary,label\nsex,Jenis kelamin\nsector,Sektor\nviolation,Pelanggaran\n",
        "labels/id/terms.csv": """
        vocabulary,code,label
        sex,female,Perempuan
        sex,male,Laki-laki
        sex,other,Lainnya
        sex,old,Lama
        violation,wages,Upah
        violation,non-payment,Upah tidak dibayar
        violation,late-payment,Upah terlambat
        violation,confinement,Penyekapan

        """,
        "labels/id/code-lists.csv": "vocabulary,code,label\nsector,T,Rumah tangga\n",
        "records.csv": """
        record,label_en,label_plural_en,definition,standard
        case,Case,Cases,What happened to a worker.,HURIDOCS Event
        person,Person,People,A human being.,HURIDOCS Person
        violation,Violation,Violations,An act.,HURIDOCS Act

        """,
        "fields.csv": """
        record,field,type,multiple,vocabulary,target,sensitivity,label_en,definition,htcds,huridocs,note
        case,sector,code,no,sector,,open,Sector,The line of work.,,,
        case,opened,date,no,,,sensitive,Opened,When the case began.,,,
        person,name,name,yes,,,identity,Name,What the person is called.,prs_Name,person/person_name,
        person,sex,code,no,sex,,open,Sex,What the person says.,prs_Gender,person/sex,
        person,status,text,no,,,sensitive,Status,In words.,,,
        violation,case,link,no,,case,open,Case,The case it belongs to.,,,
        violation,kind,codes,no,violation,,open,Kind,What was done.,,,
        violation,status,text,no,,,sensitive,Status,In words.,,,
        violation,owed,money,no,,,sensitive,Owed,What is owed.,,,

        """,
        "vocabularies.csv": """
        vocabulary,label_en,definition,source
        sex,Sex,What the person says.,
        sector,Sector,Lines of work.,ISIC
        violation,Violation,Acts.,

        """,
        "vocabularies/sex.csv": """
        code,parent,label_en,label_ne,definition,htcds,huridocs,deprecated
        female,,Female,महिला,A woman or girl.,prs_Gender=Feminine,39/01,no
        male,,Male,पुरुष,A man or boy.,prs_Gender=Masculine,39/02,no
        other,,Other,,Neither.,,,no
        old,,Old,,Not used any more.,,,yes

        """,
        "vocabularies/sector.csv": """
        code,parent,label_en,definition,htcds,huridocs,deprecated
        T,,Households,,,,
        T97,T,Domestic personnel,,,,

        """,
        "vocabularies/violation.csv": """
        code,parent,label_en,definition,htcds,huridocs,deprecated,ilo_indicator,excludes
        wages,,Wages,Of pay.,,,no,,
        non-payment,wages,Non-payment,No pay at all.,,,no,withholding-of-wages,late-payment
        late-payment,non-payment,Late payment,Pay that comes late.,,,no,,
        confinement,,Confinement,Locked in.,,,no,restriction-of-movement,

        """,
        "reference/htcds-2.0.csv": "full_name,value\nprs_Name,\nprs_Gender,Feminine\nprs_Gender,Masculine\n",
        "reference/huridocs.csv": "list,code\n39,01\n39,02\nperson,sex\nperson,person_name\n",
    ]

    static func files(_ changes: [String: String?] = [:]) -> (String) -> [UInt8]? {
        let files = files.merging(changes.mapValues { $0 ?? "\u{0}missing" }) { $1 }
        return { path in files[path].flatMap { $0 == "\u{0}missing" ? nil : Array($0.utf8) } }
    }

    /// The files with one text of one of them replaced.
    static func replacing(_ old: String, _ new: String, in file: String) -> (String) -> [UInt8]? {
        files([file: (files[file] ?? "").replacingFirst(old, with: new)])
    }

    static func dictionary() throws -> DataDictionary { try DataDictionary(files: files()) }
}

extension String {
    func replacingFirst(_ old: String, with new: String) -> String {
        guard let found = firstRange(of: old) else { return self }
        return String(self[..<found.lowerBound]) + new + String(self[found.upperBound...])
    }

    private func firstRange(of other: String) -> Range<String.Index>? { ranges(of: other).first }
}
