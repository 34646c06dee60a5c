import Dictionary
import Testing

@testable import Interchange

/// Where a sentence says that help is needed.
@Suite struct NeedPlaceTests {
    private func text(_ need: DirectoryNeed) -> String { [need.country, need.locality].compactMap { $0 }.joined(separator: " ") }

    @Test("The country is where the help is needed, not where somebody comes from; a town goes with its own country; what is open is asked", arguments: NeedPlaceSentences.all)
    func place(_ sentence: String, _ places: [String]) throws {
        let reading = try NeedReader.standard().read(sentence)
        #expect(reading.needs.map(text) == places, "\(sentence): \(reading)")
        #expect(reading.places.isEmpty == (places.count == 1))
        if places.count == 1 { #expect(reading.standing == .told, "\(sentence): \(reading)") }
    }

    @Test("A place that was not understood is asked for, and no country beside it is taken for it", arguments: [
        ("needs shelter tonight", NeedReader.PlaceStanding.missing, [String]()),
        ("a domestic worker in Jounieh needs shelter", .missing, ["jounieh"]),
        ("a domestic worker from Nepal in Jounieh needs shelter", .missing, ["jounieh"]),
        ("woman in Al Khor, wants to go home to Nepal", .unsure, ["al", "khor"]),
        ("Une domestique népalaise à Jounieh a quitté son employeur", .missing, []),
        ("Una trabajadora de Nepal en Jounieh", .unsure, []),
        ("ንግስቲ ኣብ ቤይሩት", .missing, []),
        ("a domestic worker, Nepali, in Beirut, left her employer tonight", .told, []),
        ("domestic worker Nepali Beirut", .told, []),
    ])
    func standing(_ sentence: String, _ standing: NeedReader.PlaceStanding, _ unread: [String]) throws {
        let reading = try NeedReader.standard().read(sentence)
        #expect(reading.standing == standing && reading.unreadPlaces == unread, "\(reading)")
    }

    @Test("A country behind whoever is of it is their nationality, and not where help is needed", arguments: [
        ("pekerja rumah tangga Indonesia di Kuala Lumpur, gaji tidak dibayar", "ID", "MY"),
        ("perempuan Indonesia di Doha", "ID", "QA"),
        ("a domestic worker, Nepali, in Beirut, left her employer tonight", "NP", "LB"),
    ])
    func nationality(_ sentence: String, _ nationality: String, _ country: String) throws {
        let need = try NeedReader.standard().read(sentence).need
        #expect(need.nationality == nationality && need.country == country, "\(need)")
    }

    @Test("That wages were not received is understood in the polite forms as well", arguments: [
        "দোহায় একজন বাংলাদেশি শ্রমিক বেতন পাননি", "दोहा में एक भारतीय मजदूर को वेतन नहीं मिला",
    ])
    func politeForms(_ sentence: String) throws {
        let reading = try NeedReader.standard().read(sentence)
        #expect(reading.left.isEmpty && reading.need.types.contains("legal-aid") && reading.need.types.contains("wage-claim"), "\(reading)")
    }

    @Test("No town is paired with another country, whatever two places are named", arguments: ["en", "ar", "hi"])
    func townsKeepTheirCountries(language: String) throws {
        let reader = try NeedReader.standard()
        let towns = reader.entries.filter { $0.kind == "city" && $0.place == $0.parts.joined().joined(separator: " ") }
        let frames = ["en": "from %1 to %2", "ar": "من %1 إلى %2", "hi": "%1 से %2"]
        let frame = try #require(frames[language])
        for (from, to) in zip(towns, towns.dropFirst(5)) {
            let sentence = frame.replacing("%1", with: reader.name(ofTown: from.place, language)).replacing("%2", with: reader.name(ofTown: to.place, language))
            for need in reader.read(sentence).needs {
                let country = towns.first { $0.place == need.locality }?.code
                #expect(need.locality != nil && country == need.country, "\(sentence): \(need)")
            }
        }
    }

    @Test func whereSomebodyIsFromCanBeTheNationality() throws {
        let reader = try NeedReader.standard()
        for sentence in ["worker from Nepal now in Lebanon", "عاملة من نيبال في بيروت"] { #expect(reader.read(sentence).need.nationality == "NP", "\(sentence)") }
        for sentence in ["returned from India to Nepal, not paid", "رجع من الهند إلى نيبال", "भारत से नेपाल लौट रही है"] {
            #expect(reader.read(sentence).need.nationality == nil, "\(sentence)")
        }
    }

    @Test("Words that were not read before", arguments: [
        ("his body must come home from Qatar", "repatriation-of-body"), ("the remains of a worker in Doha", "repatriation-of-body"),
        ("the body of a woman in Kuwait", "repatriation-of-body"), ("a place to sleep in Beirut", "shelter"),
        ("هربت من صاحب العمل وليس معها جواز سفر", "shelter"), ("هربت من صاحب العمل ولا تملك جواز سفر", "legal-aid"),
        ("ran away, needs a passport", "shelter"), ("भाग गई, पासपोर्ट भी नहीं", "shelter"), ("পালিয়ে এসেছে, পাসপোর্ট নেই", "shelter"),
        ("kabur dari majikan, tidak punya paspor", "shelter"), ("भागेर आइन्, पासपोर्ट छैन", "shelter"), ("wants to go from Doha to Nepal", "repatriation"),
    ])
    func words(_ sentence: String, _ type: String) throws {
        #expect(try NeedReader.standard().read(sentence).need.types.contains(type), "\(sentence)")
    }

    @Test func philippineIsANationalityAndPhilippinesACountry() throws {
        let reader = try NeedReader.standard()
        #expect(reader.read("Philippine domestic worker in Kuwait").need.nationality == "PH")
        #expect(reader.read("returning to the Philippines").need.country == "PH")
    }

    @Test func nowBesideAPlaceTellsWhereAndOtherwiseWhen() throws {
        let reader = try NeedReader.standard()
        #expect(!reader.read("worker from Lebanon now in Nepal needs mediation").need.isUrgent)
        #expect(reader.read("needs help now in Doha").need.isUrgent)
        #expect(reader.read("worker from Lebanon now in Nepal, it is urgent").need.isUrgent)
    }

    @Test func townsAreNamedInEachLanguage() throws {
        let reader = try NeedReader.standard()
        #expect(reader.name(ofTown: "beirut", "ar") == "بيروت" && reader.name(ofTown: "beirut", "en") == "Beirut")
        #expect(reader.town(writtenAs: "بيروت") == "beirut" && reader.town(writtenAs: "Kuala Lumpur") == "kuala lumpur")
        #expect(reader.town(writtenAs: "Byblos") == "Byblos")
    }
}
