/// Finds out what the columns of a file tell: by their names in several spellings and languages, and where a name says nothing by the shape of the values.
struct ColumnRecognition {
    /// What was understood of one column, and from what.
    struct Finding: Sendable {
        let meaning: ColumnMeaning
        let reason: String
    }

    /// - Parameter table: what was read, for the shapes of values.
    static func findings(in table: RecordTable) -> [Finding] {
        var findings = table.header.indices.map { finding(table.header[$0], table.columns[$0], recordCount: table.recordCount) }
        keepOneIdentifier(&findings, in: table)
        return findings
    }

    private static func finding(_ name: String, _ column: RecordTable.Column, recordCount: Int) -> Finding {
        let shape = ValueShape(column, recordCount: recordCount)
        if shape.filled == 0 { return Finding(meaning: .ignored, reason: "no value") }
        let folded = folded(name)
        if let meaning = meaning(ofName: folded) {
            if meaning == .recordIdentifier, !shape.isUnique {
                return truthNames.contains(folded) || shape.distinct * 2 > recordCount
                    ? Finding(meaning: .ignored, reason: "looks like a number of records, but is not different in each")
                    : Finding(meaning: shape.meaning, reason: "its values")
            }
            if meaning != .ignored, meaning != .recordIdentifier, shape.distinct == 1, recordCount > 20 {
                return Finding(meaning: .ignored, reason: "the same value everywhere")
            }
            return Finding(meaning: meaning, reason: "its name")
        }
        return Finding(meaning: shape.meaning, reason: shape.meaning == .ignored ? shape.reasonForIgnoring : "its values")
    }

    /// Only one column numbers the records: the one that stands first.
    private static func keepOneIdentifier(_ findings: inout [Finding], in table: RecordTable) {
        var hasOne = false
        for index in findings.indices where findings[index].meaning == .recordIdentifier {
            if hasOne { findings[index] = Finding(meaning: .ignored, reason: "another column numbers the records") }
            hasOne = true
        }
    }

    /// A whole name beside its parts says the same once more, and would count as evidence twice.
    ///
    /// - Parameter findings: of all files; a whole name stays where a file has no other.
    static func leaveOutRepeatedNames(_ findings: inout [[Finding]]) {
        guard findings.allSatisfy({ Set($0.map(\.meaning)).isSuperset(of: [.givenName, .surname]) }) else { return }
        for file in findings.indices {
            for column in findings[file].indices where findings[file][column].meaning == .fullName {
                findings[file][column] = Finding(meaning: .ignored, reason: "its parts are in other columns")
            }
        }
    }

    /// Lower case, and one underscore for everything that is no letter or digit: `Date of Birth`, `dateOfBirth` and `date-of-birth` become `date_of_birth`.
    static func folded(_ name: String) -> String {
        var result: [UInt8] = []
        var wasLower = false
        for scalar in name.unicodeScalars {
            if wasLower, ("A"..."Z").contains(scalar) { result.append(UInt8(ascii: "_")) }
            wasLower = ("a"..."z").contains(scalar)
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                result.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            } else if let last = result.last, last != UInt8(ascii: "_") {
                result.append(UInt8(ascii: "_"))
            }
        }
        while result.last == UInt8(ascii: "_") { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }

    /// What the name of a column says by itself.
    ///
    /// - Parameter folded: the name as ``folded(_:)`` gives it.
    static func meaning(ofName folded: String) -> ColumnMeaning? {
        if let known = names[folded] { return known }
        if truthNames.contains(folded) { return .ignored }
        var stripped = folded[...]
        for ending in ["_1", "_2", "_c1", "_c2", "_a", "_b", "_l", "_r", "_left", "_right", "1", "2"] where stripped.hasSuffix(ending) && stripped.count > ending.count {
            stripped = stripped.dropLast(ending.count)
            break
        }
        for beginning in ["person_", "worker_", "client_", "patient_", "applicant_", "voter_", "migrant_", "p_"] where stripped.hasPrefix(beginning) {
            stripped = stripped.dropFirst(beginning.count)
            break
        }
        if let known = names[String(stripped)] { return known }
        let words = Set(stripped.split(separator: "_").map(String.init))
        if !words.isDisjoint(with: ["first", "given", "forename"]), !words.isDisjoint(with: ["surname", "last", "family"]) { return .fullName }
        for (word, meaning) in wordMeanings where words.contains(word) { return meaning }
        return nil
    }

    /// Columns with these names say which records belong together: comparing them would be looking at the answer.
    private static let truthNames: Set<String> = [
        "cluster", "cluster_id", "entity", "entity_id", "ent_id", "true_id", "true_cluster", "group_id", "match_id", "label", "is_duplicate", "is_match", "duplicate_of",
        "truth",
        "ground_truth", "original_id", "gold", "golden_id", "canonical_id", "true_entity", "person_uid", "original", "dup_of",
    ]

    private static let names: [String: ColumnMeaning] = {
        let spellings: [(ColumnMeaning, String)] = [
            (
                .recordIdentifier,
                "id rec_id recid record_id recid record row_id row row_number uid uuid unique_id identifier ref reference record_no record_number index case_id person_id serial serial_no sl_no s_no no"
            ),
            (
                .givenName,
                "given_name given givenname first_name firstname first forename fname name_first given_names first_names vorname prenom prénom nombre nama_depan christian_name gname nome voornaam ime isim nama_pertama"
            ),
            (.middleName, "middle_name middlename middle second_name mname name_middle middle_initial"),
            (
                .surname,
                "surname sur_name last_name lastname last family_name familyname family lname name_last nachname apellido nama_belakang nom nom_de_famille sname apellidos sobrenome achternaam cognome soyisim"
            ),
            (
                .fullName,
                "name full_name fullname person_name complete_name name_full names nama nama_lengkap worker_name नाम নাম الاسم اسم nombre_completo person worker name_as_written name_of_worker naam nombre_y_apellidos nom_complet client_name beneficiary_name"
            ),
            (
                .otherName,
                "alias aliases nickname nicknames other_name other_names maiden_name birth_name aka known_as native_name local_name name_in_script name_b"
            ),
            (
                .kinName,
                "father_name mother_name fathers_name mothers_name father mother husband_name spouse_name spouse next_of_kin father_s_name mother_s_name"
            ),
            (
                .birthDate,
                "date_of_birth dob birth_date birthdate birthday born bdate d_o_b birth geburtsdatum fecha_de_nacimiento tanggal_lahir date_naissance date_de_naissance dateofbirth geboren geboortedatum data_de_nascimento data_nascimento data_di_nascita dogum_tarihi"
            ),
            (.birthYear, "year_of_birth birth_year yob birthyear year_born by annee_de_naissance année_de_naissance geburtsjahr tahun_lahir"),
            (.age, "age age_years years_old umur"),
            (.sex, "sex gender gender_code sex_code jenis_kelamin sexe sexo geschlecht m_f"),
            (
                .phone,
                "phone phone_number telephone tel mobile mobile_number mobile_phone cell cellphone phone_no phonenumber contact contact_number msisdn whatsapp home_phone telefon no_hp mobile_no téléphone teléfono telefono phone1 phone2"
            ),
            (.email, "email e_mail email_address mail"),
            (
                .document,
                "passport passport_number passport_no passport_num soc_sec_id ssn social_security social_security_number national_id nid nid_number nid_no id_number national_insurance civil_id iqama iqama_number visa visa_number permit permit_number work_permit medicare licence license driver_licence driving_licence nin tax_id tfn aadhaar citizenship_number document_number document_no document card_number bank_account account_number iban nric ktp nik cnic qid"
            ),
            (.houseNumber, "street_number house_number house_no street_no number building unit flat door_number wayfare_number"),
            (
                .address,
                "address address_1 address_2 address_line_1 address_line_2 address1 address2 street street_name street_address addr addr1 addr2 road address_line1 address_line2 alamat location residence"
            ),
            (
                .place,
                "suburb city town village locality district municipality county ward upazila thana commune place birth_place place_of_birth birthplace region province home_district origin hometown kota current_city division place_of_origin ville ciudad stadt ort plaats woonplaats cidade desa kabupaten kecamatan provinsi"
            ),
            (.postcode, "postcode post_code zip zipcode zip_code postal_code pincode pin_code pin plz"),
            (
                .category,
                "state country nationality citizenship religion ethnicity marital_status status occupation job title sector language country_code race caste blood_group destination employer"
            ),
        ]
        var names: [String: ColumnMeaning] = [:]
        for (meaning, list) in spellings {
            for name in list.split(separator: " ") { names[String(name)] = meaning }
        }
        return names
    }()

    /// Single words that decide when the whole name is not known, the most telling first.
    private static let wordMeanings: [(String, ColumnMeaning)] = [
        ("dob", .birthDate), ("birthdate", .birthDate), ("birthday", .birthDate), ("surname", .surname), ("forename", .givenName), ("passport", .document),
        ("phone", .phone), ("mobile", .phone), ("telephone", .phone), ("email", .email), ("postcode", .postcode), ("zip", .postcode), ("ssn", .document),
        ("gender", .sex), ("sex", .sex), ("suburb", .place), ("city", .place), ("town", .place), ("village", .place), ("district", .place),
        ("province", .place), ("street", .address), ("address", .address), ("permit", .document), ("visa", .document), ("nationality", .category),
        ("country", .category),
    ]
}

extension ColumnMeaning {
    /// What a column of this name tells; nil where the name says nothing. The same names are known as when files are linked.
    public init?(columnNamed name: String) {
        guard let meaning = ColumnRecognition.meaning(ofName: ColumnRecognition.folded(name)) else { return nil }
        self = meaning
    }
}
