// Common given and family names of each country, for people who do not exist. Written for this file; any likeness to a person is chance.
extension DemonstrationPeople {
    static let nepali = DemonstrationPeople(
        language: "nep", script: "Deva",
        women: [
            Name("Sita", "सीता"), Name("Gita", "गीता"), Name("Maya", "माया"), Name("Laxmi", "लक्ष्मी"), Name("Sunita", "सुनिता"), Name("Kamala", "कमला"),
            Name("Sabita", "सबिता"), Name("Devi", "देवी"), Name("Radha", "राधा"), Name("Anita", "अनिता"), Name("Pabitra", "पवित्रा"), Name("Mina", "मीना"),
        ],
        men: [
            Name("Ram", "राम"), Name("Hari", "हरि"), Name("Krishna", "कृष्ण"), Name("Bishnu", "विष्णु"), Name("Raju", "राजु"), Name("Suresh", "सुरेश"),
            Name("Dipak", "दीपक"), Name("Prakash", "प्रकाश"), Name("Ramesh", "रमेश"), Name("Gopal", "गोपाल"), Name("Santosh", "सन्तोष"), Name("Bikash", "विकास"),
            Name("Mohan", "मोहन"), Name("Sanjay", "सञ्जय"),
        ],
        families: [
            Name("Tamang", "तामाङ"), Name("Gurung", "गुरुङ"), Name("Thapa", "थापा"), Name("Rai", "राई"), Name("Magar", "मगर"), Name("Shrestha", "श्रेष्ठ"),
            Name("Chaudhary", "चौधरी"), Name("Yadav", "यादव"), Name("Limbu", "लिम्बु"), Name("Karki", "कार्की"), Name("Adhikari", "अधिकारी"), Name("Bishwokarma", "विश्वकर्मा"),
        ],
        homes: ["Dhanusha", "Jhapa", "Morang", "Sindhupalchok", "Chitwan", "Siraha", "Rolpa", "Kailali"], paper: "citizenship-certificate")

    static let indonesian = DemonstrationPeople(
        language: "ind", script: nil,
        women: ["Siti", "Sri", "Dewi", "Nurhayati", "Wati", "Yuliana", "Rina", "Aminah", "Kartini", "Lestari", "Fitri", "Suryani"].map { Name($0) },
        men: ["Agus", "Budi", "Ahmad", "Joko", "Slamet", "Hendra", "Rudi", "Eko", "Dedi", "Supriadi", "Yusuf", "Bambang"].map { Name($0) },
        families: ["Rahayu", "Santoso", "Wijaya", "Saputra", "Hidayat", "Setiawan", "Utami", "Handayani", "Kurniawan", "Pratama"].map { Name($0) },
        homes: ["Indramayu", "Cirebon", "Lombok Timur", "Malang", "Kupang", "Cilacap", "Banyuwangi"], paper: "national-identity")

    static let bangladeshi = DemonstrationPeople(
        language: "ben", script: "Beng",
        women: [
            Name("Fatema", "ফাতেমা"), Name("Rahima", "রহিমা"), Name("Nasima", "নাসিমা"), Name("Shirin", "শিরিন"), Name("Salma", "সালমা"), Name("Rokeya", "রোকেয়া"),
            Name("Parvin", "পারভীন"), Name("Moriom", "মরিয়ম"), Name("Asma", "আসমা"), Name("Jesmin", "জেসমিন"),
        ],
        men: [
            Name("Abdul", "আব্দুল"), Name("Rafiq", "রফিক"), Name("Kamal", "কামাল"), Name("Jahangir", "জাহাঙ্গীর"), Name("Shahin", "শাহীন"), Name("Monir", "মনির"),
            Name("Sohel", "সোহেল"), Name("Alamgir", "আলমগীর"), Name("Habib", "হাবিব"), Name("Mizan", "মিজান"),
        ],
        families: [
            Name("Begum", "বেগম"), Name("Hossain", "হোসেন"), Name("Islam", "ইসলাম"), Name("Miah", "মিয়া"), Name("Akter", "আক্তার"), Name("Uddin", "উদ্দিন"),
            Name("Sarkar", "সরকার"), Name("Molla", "মোল্লা"), Name("Khan", "খান"), Name("Sikder", "শিকদার"),
        ],
        homes: ["Cumilla", "Brahmanbaria", "Tangail", "Narsingdi", "Faridpur", "Noakhali", "Manikganj"], paper: "national-identity")

    static let filipino = DemonstrationPeople(
        language: "fil", script: nil,
        women: ["Maria", "Rosalie", "Jocelyn", "Marites", "Analyn", "Cristina", "Lorna", "Rowena", "Jennilyn", "Melody", "Grace", "Liezl"].map { Name($0) },
        men: ["Jose", "Ramil", "Rodel", "Jerome", "Arnel", "Noel", "Reynaldo", "Joel"].map { Name($0) },
        families: ["Santos", "Reyes", "Cruz", "Bautista", "Garcia", "Mendoza", "Ramos", "Villanueva", "Dela Cruz", "Aquino", "Salazar"].map { Name($0) },
        homes: ["Iloilo", "Pangasinan", "Cotabato", "Maguindanao", "Isabela", "Leyte", "Nueva Ecija"], paper: "national-identity")

    static let sriLankan = DemonstrationPeople(
        language: "sin", script: "Sinh",
        women: [
            Name("Kumari", "කුමාරි"), Name("Nilanthi", "නිලන්ති"), Name("Chandrika", "චන්ද්‍රිකා"), Name("Priyanka", "ප්‍රියංකා"), Name("Malani", "මාලනි"),
            Name("Sandya", "සන්ධ්‍යා"),
            Name("Ramani", "රමණී"), Name("Dilini", "දිලිනි"),
        ],
        men: [Name("Nimal", "නිමල්"), Name("Sunil", "සුනිල්"), Name("Ruwan", "රුවන්"), Name("Saman", "සමන්"), Name("Chaminda", "චමින්ද"), Name("Ajith", "අජිත්")],
        families: [
            Name("Perera", "පෙරේරා"), Name("Silva", "සිල්වා"), Name("Fernando", "ප්‍රනාන්දු"), Name("Bandara", "බණ්ඩාර"), Name("Jayasinghe", "ජයසිංහ"),
            Name("Wijesinghe", "විජේසිංහ"),
            Name("Kumara", "කුමාර"), Name("Herath", "හේරත්"),
        ],
        homes: ["Kurunegala", "Anuradhapura", "Puttalam", "Badulla", "Batticaloa"], paper: "national-identity")

    static let indian = DemonstrationPeople(
        language: "hin", script: "Deva",
        women: [Name("Sunita", "सुनीता"), Name("Geeta", "गीता"), Name("Rekha", "रेखा"), Name("Kavita", "कविता"), Name("Lakshmi", "लक्ष्मी"), Name("Shanti", "शांति")],
        men: [
            Name("Rajesh", "राजेश"), Name("Manoj", "मनोज"), Name("Vijay", "विजय"), Name("Anil", "अनिल"), Name("Mukesh", "मुकेश"), Name("Sunil", "सुनील"),
            Name("Dinesh", "दिनेश"), Name("Ravi", "रवि"), Name("Imran", "इमरान"), Name("Salim", "सलीम"),
        ],
        families: [
            Name("Kumar", "कुमार"), Name("Singh", "सिंह"), Name("Yadav", "यादव"), Name("Sharma", "शर्मा"), Name("Ansari", "अंसारी"), Name("Prasad", "प्रसाद"),
            Name("Chauhan", "चौहान"), Name("Das", "दास"),
        ],
        homes: ["Gopalganj", "Siwan", "Azamgarh", "Karimnagar", "Malappuram", "Jhunjhunu"], paper: "national-identity")

    static let kenyan = DemonstrationPeople(
        language: "swa", script: nil,
        women: ["Mercy", "Faith", "Joyce", "Esther", "Beatrice", "Caroline", "Agnes", "Zainab", "Winnie"].map { Name($0) },
        men: ["John", "Peter", "Hassan", "Joseph", "Brian", "Dennis"].map { Name($0) },
        families: ["Wanjiku", "Otieno", "Mwangi", "Achieng", "Njoroge", "Mutua", "Chebet", "Wafula", "Kamau"].map { Name($0) },
        homes: ["Kiambu", "Kisumu", "Nakuru", "Mombasa", "Kakamega", "Machakos"], paper: "national-identity")

    /// Ethiopians have a given name and the father's given name; neither is a family name.
    static let ethiopian = DemonstrationPeople(
        language: "amh", script: "Ethi",
        women: [
            Name("Almaz", "አልማዝ"), Name("Tigist", "ትዕግስት"), Name("Selam", "ሰላም"), Name("Hiwot", "ሕይወት"), Name("Meseret", "መሠረት"), Name("Birtukan", "ብርቱካን"),
            Name("Rahel", "ራሔል"), Name("Mekdes", "መቅደስ"), Name("Zinash", "ዝናሽ"),
        ],
        men: [Name("Dawit", "ዳዊት"), Name("Tesfaye", "ተስፋዬ"), Name("Abebe", "አበበ"), Name("Yonas", "ዮናስ"), Name("Solomon", "ሰሎሞን")],
        families: [
            Name("Tesfaye", "ተስፋዬ"), Name("Abebe", "አበበ"), Name("Kebede", "ከበደ"), Name("Haile", "ኃይሌ"), Name("Bekele", "በቀለ"), Name("Tadesse", "ታደሰ"),
            Name("Girma", "ግርማ"),
        ],
        homes: ["Jimma", "Wollo", "Gondar", "Arsi", "Hadiya"], paper: "national-identity")
}

/// Names of employers and agencies that do not exist.
enum DemonstrationParties {
    static let arabicWords: [DemonstrationPeople.Name] = [
        .init("Al Noor", "النور"), .init("Al Salam", "السلام"), .init("Al Waha", "الواحة"), .init("Al Fajr", "الفجر"), .init("Al Bahr", "البحر"),
        .init("Al Rimal", "الرمال"),
        .init("Al Nakheel", "النخيل"), .init("Al Amal", "الأمل"), .init("Al Jisr", "الجسر"), .init("Al Qamar", "القمر"), .init("Al Bustan", "البستان"),
        .init("Al Safwa", "الصفوة"),
    ]
    static let malayWords: [DemonstrationPeople.Name] = ["Seri Bintang", "Mutiara", "Cahaya", "Jaya Makmur", "Sinar Timur", "Bukit Emas", "Warisan", "Teguh"]
        .map { .init($0) }
    static let arabicFamilies: [DemonstrationPeople.Name] = [
        .init("Abu Khalid", "أبو خالد"), .init("Umm Sara", "أم سارة"), .init("Abu Fahad", "أبو فهد"), .init("Umm Yousef", "أم يوسف"),
        .init("Abu Nasser", "أبو ناصر"),
        .init("Umm Hamad", "أم حمد"), .init("Abu Omar", "أبو عمر"), .init("Umm Layan", "أم ليان"),
    ]
    static let malayFamilies: [DemonstrationPeople.Name] = ["Puan Aishah", "Encik Rahman", "Puan Lim", "Encik Tan", "Puan Noraini", "Encik Kumar"].map {
        .init($0)
    }
    static let agencyWords = [
        "Horizon", "Blue Sky", "Everest Gate", "Golden Path", "New Star", "Ocean Bridge", "Silver Wing", "Sunrise", "Unity", "Lotus", "Crescent", "Pearl",
    ]
    static let agencyKinds = ["Overseas", "Manpower", "Recruiting Agency", "Employment Services", "Human Resources"]
}
