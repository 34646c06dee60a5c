import Dictionary
import Testing

@testable import Interchange

@Suite struct DirectorySearchTests {
    private func listing(_ name: String, _ change: (inout DirectoryListing) -> Void = { _ in }) -> DirectoryListing {
        var listing = DirectoryListing(service: name, organisation: "o-\(name)")
        listing.serviceName = name
        listing.types = ["shelter"]
        listing.countries = ["LB"]
        listing.hasPhone = true
        listing.confirmedAge = 10
        change(&listing)
        return listing
    }

    private func find(_ need: DirectoryNeed, _ listings: [DirectoryListing], at moment: LocalMoment? = nil) throws -> [DirectorySearch.Result] {
        DirectorySearch(dictionary: try Support.dictionary.get()).find(need, in: listings) { _ in moment }
    }

    private var shelterInLebanon: DirectoryNeed {
        var need = DirectoryNeed()
        (need.types, need.country) = (["shelter"], "LB")
        return need
    }

    @Test func kindsAndCountryAreRequired() throws {
        let found = try find(
            shelterInLebanon,
            [
                listing("women") { $0.types = ["shelter-women"] }, listing("lawyer") { $0.types = ["legal-aid"] }, listing("doha") { $0.countries = ["QA"] },
                listing("ended") { $0.status = "closed" },
            ])
        #expect(found.map(\.listing.service) == ["women"])
    }

    @Test func whoIsNotServedComesLastWithTheReason() throws {
        var need = shelterInLebanon
        (need.nationality, need.sex, need.isDocumented) = ("NP", "female", false)
        let found = try find(
            need,
            [
                listing("men") { $0.sexes = ["male"] }, listing("all"),
                listing("hers") { ($0.nationalities, $0.sexes, $0.statuses) = (["NP"], ["female"], ["expired"]) },
                listing("papers") { $0.statuses = ["regular"] },
            ])
        #expect(found.map(\.listing.service) == ["hers", "all", "men", "papers"] || found.map(\.listing.service) == ["hers", "all", "papers", "men"])
        #expect(found.filter(\.isExcluded).count == 2)
        #expect(found.first { $0.listing.service == "men" }?.against.contains { $0.kind == .notForSex } == true)
    }

    @Test func unconfirmedEntriesSink() throws {
        let ages: [Int?] = [0, 100, 200, 400, 2_000, nil]
        let found = try find(shelterInLebanon, ages.enumerated().map { index, age in listing("\(index)") { $0.confirmedAge = age } }.reversed())
        #expect(found.map(\.listing.service) == ["0", "1", "2", "3", "4", "5"])
        #expect(found[1].score < found[0].score && found[4].score == found[5].score)
        #expect(found[5].against.contains { $0.kind == .neverConfirmed })
    }

    @Test func whoAnswersComesFirst() throws {
        let found = try find(
            shelterInLebanon,
            [
                listing("silent") { $0.response = MeasuredResponse(asked: 20, acknowledgedInTime: 2) }, listing("unknown"),
                listing("lucky") { $0.response = MeasuredResponse(asked: 1, acknowledgedInTime: 1) },
                listing("good") { $0.response = MeasuredResponse(asked: 20, acknowledgedInTime: 19) },
            ])
        #expect(found.map(\.listing.service) == ["good", "lucky", "unknown", "silent"])
    }

    @Test func tonightHoursPhonesAndPlacesCount() throws {
        var need = shelterInLebanon
        need.isUrgent = true
        let day = OpeningHours("Mo-Fr 08:00-17:00")
        let listings = [
            listing("day") { $0.hours = day }, listing("always") { $0.hours = OpeningHours("24/7") },
            listing("phone") { ($0.hours, $0.hasEmergencyPhone) = (day, true) },
            listing("full") { ($0.hours, $0.placesFree, $0.capacityAge) = (OpeningHours("24/7"), 0, 0) },
        ]
        let night = try find(need, listings, at: LocalMoment(weekday: 1, minute: 23 * 60))
        #expect(night.map(\.listing.service) == ["always", "phone", "full", "day"])
        #expect(night.last?.against.contains { $0.kind == .closedNow } == true)
        let noon = try find(need, listings, at: LocalMoment(weekday: 1, minute: 12 * 60))
        #expect(noon.first { $0.listing.service == "day" }?.reasons.contains { $0.kind == .openNow } == true)
    }

    @Test(arguments: [
        "a domestic worker, Nepali, in Beirut, left her employer tonight",
        "नेपाली घरेलु कामदार महिला, बेरुतमा, आज राति घर छोडेर निस्किन्",
        "बेरूत में नेपाली घरेलू कामगार महिला आज रात काम छोड़ कर निकली",
        "বৈরুতে নেপালি গৃহকর্মী নারী আজ রাতে বাড়ি ছেড়ে চলে এসেছে",
        "عاملة منزلية نيبالية في بيروت، امرأة تركت صاحب العمل الليلة",
        "pekerja rumah tangga asal Nepal di Beirut, perempuan, kabur malam ini",
    ])
    func sentenceInSixLanguages(sentence: String) throws {
        let need = try NeedReader.standard().read(sentence).need
        #expect(need.sector == "domestic-work" && need.nationality == "NP" && need.country == "LB", "\(need)")
        #expect(need.sex == "female" && need.isUrgent && need.types.contains("shelter"), "\(need)")
        #expect(need.locality != nil)
    }

    @Test func wordsNameOnlyCodesOfTheDictionary() throws {
        let dictionary = try Support.dictionary.get()
        let lists = [
            "service": "service-type", "sector": "work-sector", "sex": "sex", "language": "language", "country": "country", "nationality": "country",
            "city": "country", "status": "migration-status", "situation": "service-type",
        ]
        let reader = try NeedReader.standard()
        for entry in reader.entries where entry.kind != "urgent" && entry.kind != NeedReader.filler {
            let list = try #require(lists[entry.kind].flatMap(dictionary.vocabulary), "\(entry.kind)")
            for code in entry.code.split(separator: ";") { #expect(list.contains(String(code)), "\(entry.kind) \(code)") }
        }
    }

    @Test func aSentenceThatSaysNothingAsksForNothing() throws {
        let reading = try NeedReader.standard().read("what is the weather like")
        #expect(reading.need == DirectoryNeed() && reading.left == ["weather", "like"])
    }

    @Test("What happened calls for help in each language, also where its words name a kind of help by themselves", arguments: [
        ("her employer kept her passport in Doha", "legal-aid"), ("she is beaten every day", "rescue"), ("he was not paid for four months", "wage-claim"),
        ("wants to go home", "repatriation"), ("locked in the house", "rescue"), ("a pregnant woman", "health"), ("sick since Monday", "health"),
        ("मालिकले पासपोर्ट खोसेको छ", "legal-aid"), ("उनी बिरामी छिन्", "health"), ("तलब पाएको छैन", "wage-claim"), ("पासपोर्ट छीन लिया", "legal-aid"),
        ("गर्भवती है", "health"), ("বেতন দেয়নি", "wage-claim"), ("অসুস্থ", "health"), ("حجز جوازها", "legal-aid"), ("لم يدفع لها", "wage-claim"),
        ("تريد العودة إلى بلدها", "repatriation"), ("paspor ditahan majikan", "legal-aid"), ("ingin pulang", "repatriation"), ("dikurung di rumah", "rescue"),
        ("sedang hamil", "health"),
    ])
    func situations(_ sentence: String, _ type: String) throws {
        let types = try NeedReader.standard().read(sentence).need.types
        #expect(types.contains(type) && types.contains("helpline"), "\(sentence): \(types)")
    }

    @Test func theWordForTheWorkSaysTheSex() throws {
        for sentence in ["عاملة منزلية", "عاملة منزلية في الدوحة", "خادمة"] {
            let need = try NeedReader.standard().read(sentence).need
            #expect(need.sex == "female" && need.sector == "domestic-work", "\(sentence)")
        }
        #expect(try NeedReader.standard().read("عامل منزلي").need.sex == nil)
    }

    @Test func aKindOfHelpThatIsNamedIsWhatIsAskedFor() throws {
        #expect(try NeedReader.standard().read("left her employer, needs a lawyer").need.types == ["legal-aid"])
        #expect(try NeedReader.standard().read("she lost her passport").need.types == ["documents"])
    }

    @Test("Where no shelter has a place for this worker, helplines, missions and duty desks of the country are results too")
    func whoKnowsOfAPlace() throws {
        var need = shelterInLebanon
        need.sex = "female"
        let others = [
            listing("helpline") { $0.types = ["helpline"] }, listing("mission") { $0.types = ["consular-help"] },
            listing("others' mission") { ($0.types, $0.nationalities, $0.sexes) = (["consular-help"], [], ["male"]) },
            listing("lawyer") { ($0.types, $0.hasEmergencyPhone) = (["legal-aid"], true) }, listing("union") { $0.types = ["union"] },
            listing("far") { ($0.types, $0.countries) = (["helpline"], ["QA"]) },
        ]
        let men = listing("men") { $0.sexes = ["male"] }
        let full = listing("full") { $0.status = "full" }
        for shelters in [[], [men], [full], [men, full], [listing("no bed") { $0.placesFree = 0 }]] {
            let found = Set(try find(need, shelters + others).map(\.listing.service))
            #expect(found == Set(shelters.map(\.service)).union(["helpline", "mission", "lawyer"]), "\(found)")
        }
        #expect(try find(need, [men, listing("free")] + others).map(\.listing.service) == ["free", "men"])
        need.types = ["legal-aid"]
        #expect(try find(need, [full] + others).map(\.listing.service) == ["lawyer"])
    }

    @Test("In jail is not a fisherman, and what is done now is understood as what was done", arguments: [
        ("সৌদি আরবে আমার স্বামী জেলে, বেতন পাইনি", ["detention-visits", "legal-aid", "consular-help", "wage-claim"], nil),
        ("আমার ভাই কাতারে জেলে আছে", ["detention-visits", "consular-help"], nil), ("আমার স্বামী একজন জেলে, বেতন পাইনি", ["wage-claim"], "fishing"),
        ("জেলে, মালয়েশিয়ায়", [], "fishing"),
        ("केटी घरेलु कामदार कुवेतमा मालिकले कुट्छ, भाग्न चाहन्छिन्", ["shelter", "rescue", "helpline"], "domestic-work"),
    ] as [(String, [String], String?)])
    func finiteForms(_ sentence: String, _ types: [String], _ sector: String?) throws {
        let need = try NeedReader.standard().read(sentence).need
        #expect(Set(types).isSubset(of: need.types) && need.sector == sector, "\(need)")
        #expect(types.contains("detention-visits") == need.types.contains("detention-visits"), "\(need)")
    }

    @Test func clockOfACountry() throws {
        // 2026-11-25 18:30 UTC is a Wednesday; in Kathmandu it is 00:15 on Thursday.
        let clock = try CountryClock()
        #expect(clock.moment(in: "NP", now: 1_795_631_400_000) == LocalMoment(weekday: 3, minute: 15))
        #expect(clock.moment(in: "ID", now: 0) == nil)
    }
}
