/// How the columns of lists of people are called, in the languages of the corridors and of those who keep such lists.
///
/// Compiled for Corridor from forms and registers; the names are kept as ``ColumnRecognition/folded(_:)`` gives them.
enum ColumnNames {
    /// Whole names of columns.
    static let meanings: [String: ColumnMeaning] = {
        var meanings: [String: ColumnMeaning] = [:]
        for (meaning, lists) in spellings {
            for name in lists.joined(separator: ", ").split(separator: ",") { meanings[ColumnRecognition.folded(String(name))] = meaning }
        }
        return meanings
    }()

    /// Columns with these names say which records belong together: comparing them would be looking at the answer.
    static let ofTheAnswer: Set<String> = [
        "cluster", "cluster_id", "entity", "entity_id", "ent_id", "true_id", "true_cluster", "group_id", "match_id", "label", "is_duplicate", "is_match",
        "duplicate_of",
        "truth", "ground_truth", "original_id", "gold", "golden_id", "canonical_id", "true_entity", "person_uid", "original", "dup_of",
    ]

    /// Single words that decide when the whole name is not known, the most telling first.
    static let words: [(String, ColumnMeaning)] = [
        ("dob", .birthDate), ("birthdate", .birthDate), ("birthday", .birthDate), ("surname", .surname), ("forename", .givenName), ("passport", .document),
        ("phone", .phone), ("mobile", .phone), ("telephone", .phone), ("email", .email), ("postcode", .postcode), ("zip", .postcode), ("ssn", .document),
        ("gender", .sex), ("sex", .sex), ("suburb", .place), ("city", .place), ("town", .place), ("village", .place), ("district", .place),
        ("province", .place), ("street", .address), ("address", .address), ("permit", .document), ("visa", .document), ("nationality", .nationality), ("citizenship", .nationality),
        ("country", .category),
    ]

    /// Words in the name of a column that may number the records, where no column is known to.
    static let wordsOfIdentifiers: Set<String> = [
        "id", "ids", "identifier", "no", "nr", "num", "number", "key", "code", "ref", "reference", "uid", "uuid", "guid", "pk", "rowid", "index", "serial",
        "seq", "sequence",
        "numero", "número", "nummer", "clave", "identifiant", "nomor", "kode",
    ]

    private static let spellings: [(ColumnMeaning, [String])] = [
        (
            .recordIdentifier,
            [
                "ลำดับ, ลำดับที่, ល.រ, வரிசை எண், வ எண், අංකය, စဉ်, क्र.सं., क्र. सं., সিরিয়াল, ক্রম, ক্রমিক, stt, số thứ tự, ລ/ດ, ລຳດັບ, 编号, 序號, ردیف, نمبر شمار, الرقم, التسلسل, رقم",
                "id, rec id, recid, record id, recordid, record, row id, row, row number, uid, uuid, guid, unique id, identifier, ref, reference, record no, record number, index",
                "case id, case no, case number, person id, serial, serial no, serial number, sl no, sr no, s no, no, nr, pk, key, row key, unnamed 0, lfd nr, numero, número, nomor, क्र सं, क्रम संख्या, ক্রমিক নং, م, 序号",
            ]
        ),
        (
            .givenName,
            [
                "ชื่อจริง, ชื่อตัว, នាមខ្លួន, នាម, முதல் பெயர், మొదటి పేరు, ആദ്യ പേര്, මුල් නම, အမည်ရင်း, ชื่อต้น, ຊື່, پہلا نام, الاسم الاول, اسم الشخص, নামের প্রথম অংশ, 名前, pangalan, unang pangalan, tên gọi",
                "given name, given, givenname, given names, givennames, first name, firstname, first, first names, forename, forenames, fname, f name, name first, christian name, gname, g name",
                "vorname, vornamen, prenom, prénom, prenoms, prénoms, nombre, nombres, primer nombre, nombre de pila, primeiro nome, nome, nama depan, nama pertama, voornaam, voornamen, ime, isim, ad, adı",
                "imię, имя, ім'я, jina la kwanza, الاسم الأول, اسم اول, نام, पहिलो नाम, पहला नाम, प्रथम नाम, প্রথম নাম, ชื่อ, tên, 名, 名字",
            ]
        ),
        (
            .middleName,
            [
                "middle name, middlename, middle, second name, mname, m name, name middle, middle initial, mi, middle names, segundo nombre, deuxième prénom, patronymic, отчество, tên đệm, nama tengah, बीचको नाम, मध्य नाम, اسم الأب"
            ]
        ),
        (
            .surname,
            [
                "នាមត្រកូល, គោត្តនាម, குடும்பப் பெயர், இறுதிப் பெயர், ఇంటి పేరు, కుటుంబ పేరు, കുടുംബപ്പേര്, වාසගම, අවසන් නම, မျိုးရိုးအမည်, ນາມສະກຸນ, خاندانی نام, কুলনাম, বংশ পদবী, শেষ নাম, अन्तिम नाम, अंतिम नाम, 姓氏, apelyido",
                "surname, surnames, sur name, last name, lastname, last, last names, family name, familyname, family, lname, l name, name last, sname, family names",
                "nachname, familienname, nom, nom de famille, apellido, apellidos, primer apellido, apellido paterno, sobrenome, sobrenomes, apelido, cognome, nama belakang, nama keluarga, achternaam, familienaam",
                "soyisim, soyad, soyadı, prezime, nazwisko, фамилия, прізвище, jina la ukoo, اللقب, اسم العائلة, العائلة, نام خانوادگی, थर, उपनाम, कुलनाम, পদবি, পদবী, นามสกุล, ชื่อสกุล, họ, 姓",
            ]
        ),
        (
            .fullName,
            [
                "detainee, detainee name, name of detainee, inmate, inmate name, prisoner name, prisoner, name of prisoner, name of patient, passenger, passenger name, name of passenger, pax, pax name, deportee, deportee name, resident name, deceased, name of deceased, staff name, name of employee, اسم الموقوف, اسم النزيل, اسم المسافر, اسم المريض, اسم العامل, nama penumpang, nama tahanan, nama pasien, nama pekerja, যাত্রীর নাম, রোগীর নাম, কর্মীর নাম, यात्रीको नाम, बिरामीको नाम, कामदारको नाम, यात्री का नाम, मरीज़ का नाम, ชื่อผู้ต้องขัง, ชื่อผู้ป่วย, ชื่อผู้โดยสาร, ឈ្មោះអ្នកជំងឺ, ឈ្មោះអ្នកដំណើរ, நோயாளியின் பெயர், பயணியின் பெயர், လူနာအမည်, ခရီးသည်အမည်, 旅客姓名, 病人姓名, 被拘留者姓名",
                "ชื่อ - สกุล, ชื่อสกุล, ชื่อ-สกุล, ชื่อ สกุล, ชื่อ นามสกุล, ชื่อเต็ม, ឈ្មោះពេញ, គោត្តនាម និងនាម, គោត្តនាម-នាម, ឈ្មោះ-គោត្តនាម, முழுப் பெயர், முழுப்பெயர், పూర్తి పేరు, മുഴുവൻ പേര്, മുഴുവന്‍ പേര്, සම්පූර්ණ නම, අමည်, အမည်အပြည့်အစုံ, နာမည်, ຊື່ ແລະ ນາມສະກຸນ, پورا نام, نام, 姓 名, 全 名, 姓名（中文）, buong pangalan, họ và tên đầy đủ, الاسم بالكامل, الإسم الكامل, الاسم الثلاثي, الاسم الرباعي",
                "name, full name, fullname, person name, personname, complete name, name full, names, person, worker, worker name, name as written, name of worker, client name, beneficiary name, name in full, full names",
                "employee name, applicant name, patient name, name of person, name of applicant, vollständiger name, nom complet, nom et prénom, nom et prénoms, nombre completo, nombre y apellidos, nombres y apellidos",
                "apellidos y nombres, nome completo, naam, volledige naam, nama, nama lengkap, nama penuh, ad soyad, adı soyadı, ime i prezime, imię i nazwisko, фио, имя и фамилия, jina, jina kamili",
                "الاسم, اسم, الاسم الكامل, الإسم, نام کامل, نام و نام خانوادگی, नाम, नाम थर, पूरा नाम, নাম, পুরো নাম, পূর্ণ নাম, பெயர், పేరు, പേര്, නම, အမည်, ชื่อ-นามสกุล, ชื่อและนามสกุล, ชื่อเต็ม, ឈ្មោះ, họ tên, họ và tên, ho ten, ho va ten, 姓名, 全名",
            ]
        ),
        (
            .otherName,
            [
                "alias, aliases, nickname, nick name, nicknames, other name, other names, maiden name, maidenname, birth name, aka, known as, native name, local name, name in script, name b, former name, previous name",
                "preferred name, geburtsname, nom de naissance, apodo, alias name, segundo apellido, apellido materno, nama panggilan, nama alias, डाक नाम, ডাক নাম",
            ]
        ),
        (
            .kinName,
            [
                "ชื่อบิดา, ชื่อมารดา, ឈ្មោះឪពុក, ឈ្មោះម្តាយ, தந்தை பெயர், தாய் பெயர், தந்தையின் பெயர், தாயின் பெயர், తండ్రి పేరు, తల్లి పేరు, പിതാവിന്റെ പേര്, മാതാവിന്റെ പേര്, පියාගේ නම, මවගේ නම, အဖအမည်, အမိအမည်, والد کا نام, والدہ کا نام, tên cha, tên mẹ, 父亲姓名, 母亲姓名",
                "father name, mother name, fathers name, mothers name, father, mother, husband name, husbands name, spouse name, spouse, next of kin, father's name, mother's name, husband's name, name of father, name of mother, guardian name",
                "nama ayah, nama ibu, nama bapak, nombre del padre, nombre de la madre, nom du père, nom de la mère, बाबुको नाम, आमाको नाम, पिता का नाम, माता का नाम, পিতার নাম, মাতার নাম, اسم الأم, اسم الاب",
            ]
        ),
        (
            .birthDate,
            [
                "วัน เดือน ปี เกิด, วันที่เกิด, วัน/เดือน/ปีเกิด, ថ្ងៃកំណើត, ថ្ងៃ ខែ ឆ្នាំ កំណើត, பிறந்த நாள், பிறந்ததேதி, పుట్టిన తేదీ, జన్మ తేదీ, ജനന തീയതി, ජන්ම දිනය, မွေးနေ့, မွေးသက္ကရာဇ, ວັນເດືອນປີເກີດ, تاریخ پیدائش, জন্মের তারিখ, जन्ममिति, जन्म मिति (वि.सं.), 出生年月日, 出生日, petsa ng kapanganakan, tarehe ya kuzaliwa",
                "janma miti, janmamiti, janma tithi, jonmo tarikh, tugʻilgan sana, geb, né(e) le, né(e), née le, date of birth, dob, d o b, birth date, birthdate, birthday, born, born on, bdate, b date, birth, birth dt, dateofbirth, date birth, bday, birth day",
                "geburtsdatum, geb datum, gebdat, geboren, geboren am, geboortedatum, date de naissance, date naissance, né le, ddn, fecha de nacimiento, fecha nacimiento, fecha nac, fec nac, fnac, nacimiento",
                "data de nascimento, data nascimento, data nasc, data di nascita, data nascita, tanggal lahir, tgl lahir, tarikh lahir, dogum tarihi, doğum tarihi, datum rođenja, data urodzenia, дата рождения, дата народження",
                "tarehe ya kuzaliwa, تاريخ الميلاد, تاريخ الولادة, تاریخ تولد, जन्म मिति, जन्म तिथि, जन्मतिथि, জন্ম তারিখ, জন্মতারিখ, பிறந்த தேதி, උපන් දිනය, မွေးသက္ကရာဇ်, วันเกิด, วันเดือนปีเกิด, ថ្ងៃខែឆ្នាំកំណើត, ngày sinh, ngay sinh, 出生日期, 生日",
            ]
        ),
        (
            .birthYear,
            [
                "ปีเกิด, ឆ្នាំកំណើត, பிறந்த ஆண்டு, పుట్టిన సంవత్సరం, ജനന വർഷം, උපන් වර්ෂය, မွေးသည့်နှစ်, سالِ پیدائش, জন্ম সাল, जन्म वर्ष",
                "year of birth, birth year, birthyear, yob, year born, by, y o b, annee de naissance, année de naissance, geburtsjahr, geboortejaar, año de nacimiento, ano de nascimento, anno di nascita, tahun lahir, год рождения, doğum yılı, năm sinh, سنة الميلاد, 出生年"
            ]
        ),
        (.age, ["အသက်, អាយុ, వయసు, വയസ്സ്, වයස, ອາຍຸ, عمر, السن, বয়স (বছর), उमेर (वर्ष), 岁数, edad (taon), age, age years, years old, umur, usia, edad, idade, età, âge, alter, leeftijd, yaş, возраст, العمر, उमेर, उम्र, বয়স, வயது, อายุ, tuổi, 年龄"]),
        (
            .sex,
            [
                "பாலினம், లింగం, లింగ, ലിംഗം, ස්ත්‍රී/පුරුෂ, ලිංගය, ကျား/မ, လိင်, ເພດ, صنف, جنس, giới, 性別, kasarian, लिङ्ग (पु/म)",
                "linga, lingo, jins, xingbie, جنسيه, sex, gender, gender code, sex code, m f, mf, jenis kelamin, jantina, kelamin, sexe, genre, sexo, género, genero, geschlecht, geslacht, sesso, cinsiyet, pol, płeć, пол, стать, jinsia",
                "الجنس, النوع, جنسیت, लिङ्ग, लिंग, লিঙ্গ, பால், ස්ත්‍රී පුරුෂ භාවය, เพศ, ភេទ, giới tính, 性别",
            ]
        ),
        (
            .phone,
            [
                "เบอร์โทรศัพท์, หมายเลขโทรศัพท์, เบอร์มือถือ, មូលេខទូរស័ព្ទ, លេខទូរស័ព្ទ, ទូរស័ព្ទ, தொலைபேசி, தொலைபேசி எண், கைபேசி, ఫోన్, ఫోన్ నంబర్, ഫോൺ, ഫോൺ നമ്പർ, දුරකථන අංකය, දුරකථනය, ဖုန်း, ဖုန်းနံပါတ်, ເບີໂທ, فون, فون نمبر, موبائل نمبر, ফোন নম্বর, ফোন নং, मोबाइल नं, फोन नम्बर, رقم الموبايل, رقم التليفون, هاتف, جوال, 电话号码, 手机号, 手机号码, 聯絡電話, điện thoại",
                "telepono, numero ng telepono, تلفن, شماره تلفن, tél, phone, phone number, phonenumber, phone no, phone1, phone2, telephone, telephone number, telephone no, tel, tel no, tel number, mobile, mobile number, mobile phone, mobile no, cell, cellphone, cell phone, cell no",
                "contact, contact number, contact no, msisdn, whatsapp, whatsapp number, home phone, work phone, telefon, telefonnummer, handy, téléphone, portable, teléfono, telefono, celular, móvil, telefone, telemóvel, no hp, no telp",
                "no telepon, nomor telepon, nomor hp, no tel, telefoon, telefoonnummer, телефон, simu, رقم الهاتف, الهاتف, رقم الجوال, الجوال, फोन, फोन नं, मोबाइल, मोबाइल नम्बर, ফোন, মোবাইল, মোবাইল নম্বর, โทรศัพท์, เบอร์โทร, số điện thoại, sdt, 电话, 手机",
            ]
        ),
        (.email, ["email, e mail, email address, mail, emailaddress, e mail address, courriel, correo, correo electrónico, البريد الإلكتروني, इमेल, ইমেইল, 邮箱"]),
        (
            .document,
            [
                "เลขที่พาสปอร์ต, พาสปอร์ต, เลขหนังสือเดินทาง, เลขประจำตัวประชาชน, เลขบัตรประชาชน, លេខលិខិតឆ្លងដែន, លិខិតឆ្លងដែន, អត្តសញ្ញាណប័ណ្ណ, கடவுச்சீட்டு எண், கடவுச்சீட்டு, கடவுச்சீட்டு இலக்கம், பாஸ்போர்ட், பாஸ்போர்ட் எண், పాస్‌పోర్ట్, పాస్‌పోర్ట్ నంబర్, പാസ്പോർട്ട്, പാസ്പോർട്ട് നമ്പർ, ගමන් බලපත්‍ර අංකය, විදේශ ගමන් බලපත්‍ර අංකය, နိုင်ငံကူးလက်မှတ်, နိုင်ငံကူးလက်မှတ်အမှတ်, ပတ်စ်ပို့, မှတ်ပုံတင်အမှတ်, ໜັງສືຜ່ານແດນ, ເລກທີໜັງສືຜ່ານແດນ, پاسپورٹ نمبر, پاسپورٹ, شناختی کارڈ نمبر, شماره گذرنامه, 護照號碼, 护照号码, 護照, số hộ chiếu, numero ng pasaporte, পাসপোর্ট, পাসপোর্ট নাম্বার, জাতীয় পরিচয়পত্র নম্বর, राहदानी, राहदानी नम्बर, पासपोर्ट, पासपोर्ट संख्या, पासपोर्ट नं, travel document, travel document no, pass no, رقم الباسبور, رقم وثيقة السفر",
                "passport, passport number, passport no, passport num, pp no, ppt no, soc sec id, soc sec no, ssn, social security, social security number, national id, national id number, nationalid, nid, nid number, nid no",
                "id number, id no, id card, id card no, identity number, national insurance, national insurance number, ni number, nino, nhs number, civil id, iqama, iqama number, iqama no, visa, visa number, visa no, permit, permit number",
                "work permit, medicare, medicare number, licence, license, licence number, license number, driver licence, driver license, drivers license, driving licence, nin, tax id, tfn, tin, aadhaar, aadhar, pan, voter id, citizenship number",
                "citizenship no, document number, document no, document, doc no, card number, card no, bank account, account number, iban, nric, fin, ktp, nik, no ktp, cnic, qid, emirates id, cpr, dni, cedula, cédula, curp, rfc, cpf, rut",
                "pasaporte, no pasaporte, número de pasaporte, passeport, numéro de passeport, reisepass, passnummer, ausweisnummer, codice fiscale, bsn, paspor, no paspor, nomor paspor, no kp, no pasport, паспорт, pasipoti",
                "رقم الجواز, رقم جواز السفر, جواز السفر, رقم الهوية, رقم الإقامة, الرقم المدني, राहदानी नम्बर, राहदानी नं, पासपोर्ट नंबर, नागरिकता नं, পাসপোর্ট নম্বর, পাসপোর্ট নং, หนังสือเดินทาง, เลขที่หนังสือเดินทาง, hộ chiếu, 护照, 护照号, 身份证, 身份证号",
            ]
        ),
        (
            .houseNumber,
            [
                "street number, streetnumber, house number, housenumber, house no, street no, number, building, unit, flat, flat no, door number, wayfare number, hausnummer, huisnummer, numero civico"
            ]
        ),
        (
            .address,
            [
                "చిరునామా, വിലാസം, လိပ်စာ, ທີ່ຢູ່, پتہ, پتا, वर्तमान ठेगाना, स्थायी ठेगाना, বর্তমান ঠিকানা, স্থায়ী ঠিকানা, عنوان السكن, 現住所, tirahan",
                "manzil, نشانی, آدرس, thegana, thikana, address, address 1, address 2, address line 1, address line 2, address line1, address line2, address1, address2, street, street name, street address, streetname, addr, addr1, addr2, addr 1, addr 2, road, residence, location",
                "home address, mailing address, residential address, adresse, anschrift, strasse, straße, rue, dirección, direccion, domicilio, calle, endereço, endereco, indirizzo, via, alamat, jalan, adres, straat, адрес, anwani",
                "العنوان, ठेगाना, पता, ঠিকানা, முகவரி, ලිපිනය, ที่อยู่, អាសយដ្ឋាន, địa chỉ, dia chi, 地址, 住址",
            ]
        ),
        (
            .place,
            [
                "หมู่บ้าน, ភូមិ, ឃុំ, កន្លែងកំណើត, ទីកន្លែងកំណើត, கிராமம், பிறந்த இடம், జిల్లా, గ్రామం, ജില്ല, ഗ്രാമം, ගම, උපන් ස්ථානය, ရွာ, မွေးရပ်, မွေးဖွားရာဇာတိ, ແຂວງ, ເມືອງ, ບ້ານ, ضلع, گاؤں, شہر, জন্মস্থান, जन्मस्थान, สถานที่เกิด, 出生地, nơi sinh, lugar ng kapanganakan",
                "jilla, jila, zila, zilla, gaun, gram, born in, native place, suburb, city, town, village, locality, district, municipality, county, ward, upazila, thana, union, commune, place, birth place, birthplace, place of birth, placeofbirth, region, province, home district, origin, hometown",
                "home town, current city, division, place of origin, city of birth, town of birth, permanent district, parish, borough, post office, police station, tehsil, taluk, taluka, mandal, vdc, barangay",
                "ort, stadt, wohnort, gemeinde, geburtsort, kreis, ville, village d'origine, lieu de naissance, lieu naissance, commune de naissance, département, departement, ciudad, municipio, lugar de nacimiento, localidad, departamento, provincia, pueblo",
                "cidade, município, naturalidade, città, comune, luogo di nascita, plaats, woonplaats, geboorteplaats, gemeente, kota, kabupaten, kecamatan, kelurahan, desa, provinsi, tempat lahir, daerah, kampung, şehir, il, ilçe, doğum yeri",
                "miasto, город, место рождения, mji, wilaya, kijiji, المدينة, المحافظة, القرية, مكان الميلاد, مكان الولادة, जिल्ला, जिला, गाउँ, गाँव, शहर, नगरपालिका, गाउँपालिका, জেলা, উপজেলা, থানা, গ্রাম, மாவட்டம், ஊர்",
                "දිස්ත්‍රික්කය, စီရင်စု, မြို့, မြို့နယ်, ခရိုင်, ကျေးရွာ, ရွာ, ရပ်ကွက်, ပြည်နယ်, တိုင်း, တိုင်းဒေသကြီး, ဇာတိ, မွေးဖွားရာဒေသ, จังหวัด, อำเภอ, ตำบล, ខេត្ត, ស្រុក, tỉnh, huyện, quê quán, 城市, 省, 县, 村, 籍贯",
            ]
        ),
        (
            .postcode,
            [
                "postcode, post code, zip, zipcode, zip code, postal code, postalcode, pincode, pin code, pin, plz, postleitzahl, code postal, cp, código postal, codigo postal, cep, cap, kode pos, poskod, posta kodu, индекс, الرمز البريدي, รหัสไปรษณีย์, 邮编"
            ]
        ),
        (
            .nationality,
            [
                "nationality, citizenship, nat, nationalities, country of citizenship, country of nationality, nacionalidad, nationalité, staatsangehörigkeit, nationalität, nacionalidade, cittadinanza, nationaliteit",
                "kewarganegaraan, warganegara, warga negara, kebangsaan, uyruk, гражданство, uraia, الجنسية, جنسية, تابعیت, قومیت, شہریت, राष्ट्रियता, राष्ट्रीयता, नागरिकता, জাতীয়তা, নাগরিকত্ব, สัญชาติ, សញ្ជាតិ, தேசியம், நாட்டினம், குடியுரிமை",
                "జాతీయత, ദേശീയത, ජාතිය, ජාතිකත්වය, နိုင်ငံသား, လူမျိုး, ສັນຊາດ, quốc tịch, 国籍, 國籍, nasyonalidad",
            ]
        ),
        (
            .category,
            [
                "state, country, religion, ethnicity, marital status, status, occupation, job, title, sector, language, country code, race, caste, blood group, destination, employer, country of birth, country of origin",
                "destination country, estado, país, pais, pays, land, negara, agama",
                "البلد, الدولة, देश, দেশ, ประเทศ, ប្រទេស, நாடு, රට, နိုင်ငံ, ملک, quốc gia, 国家, 民族",
            ]
        ),
    ]
}
