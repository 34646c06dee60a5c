import Dictionary
import Formats

/// Members that organisations and services have alike.
extension HSDSMember {
    /// Phones by their use: the usual ones, or the one whose description says what it is for.
    /// - Parameter mark: what the description begins with for the one number of this field; nil for all numbers that have no such mark.
    static func phones(_ field: String, mark: String?, others marks: [String]) -> HSDSMember {
        HSDSMember(field, members: ["phones"]) { object, reading throws(ValueError) in
            var numbers: [FieldValue] = []
            for phone in object["phones"]?.array ?? [] where isFor(mark, phone, marks) {
                let number = scalar(phone["number"]).trimmed
                guard DirectoryValues.isDialled(number), let read = try? PhoneNumber(written: number) else {
                    reading.leaveOut(field, number, "is no number that can be called.", "Write it with its digits, such as +974 4455 6677.")
                    continue
                }
                numbers.append(.phone(read))
                let further = scalar(phone["extension"])
                if !further.isEmpty {
                    reading.findings.append("\(field): The extension \(further) of “\(number)” is kept aside. Write it into the number.")
                }
            }
            guard let first = numbers.first else { return nil }
            if mark != nil, numbers.count > 1 {
                reading.findings.append("\(field): \(numbers.count - 1) more numbers are kept aside, as one is held here. Write the others as usual phones.")
            }
            return mark == nil ? try FieldValue(list: numbers, type: .phone) : first
        } write: { object, value, writing in
            let phones = object["phones"]?.array ?? []
            let own = phones.filter { isFor(mark, $0, marks) }
            var kept = phones.filter { !isFor(mark, $0, marks) }
            let values: [FieldValue] = if case .list(let list)? = value { list } else { value.map { [$0] } ?? [] }
            for case .phone(let number) in values {
                if let there = own.first(where: { $0["number"]?.string == number.written }) {
                    kept.append(there)
                } else {
                    var phone: JSONObject = ["id": writing.part("\(field)/\(number.written)"), "number": .string(number.written), "type": .string("voice")]
                    if let mark { phone["description"] = .string(mark) }
                    kept.append(.object(phone))
                }
            }
            object["phones"] = kept.isEmpty ? nil : .array(kept)
        }
    }

    /// A text, or a number as it is written.
    static func scalar(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        case .number(let number)?: "\(number)"
        case .bool(let flag)?: String(flag)
        default: ""
        }
    }

    private static func isFor(_ mark: String?, _ phone: JSONValue, _ marks: [String]) -> Bool {
        let description = phone["description"]?.string ?? ""
        if let mark { return description.hasPrefix(mark) }
        return !marks.contains { description.hasPrefix($0) }
    }

    /// Languages by ISO 639 code; what has none is told.
    static func languages(_ field: String) -> HSDSMember {
        HSDSMember(field, members: ["languages"]) { object, reading throws(ValueError) in
            var codes: [String] = []
            for language in object["languages"]?.array ?? [] {
                let written = language["code"]?.string ?? language["name"]?.string ?? ""
                if let code = languageCode(written, reading.dictionary) ?? language["name"]?.string.flatMap({ languageCode($0, reading.dictionary) }) {
                    if !codes.contains(code) { codes.append(code) }
                } else {
                    reading.findings.append("languages: “\(written)” is no language of ISO 639. It is kept aside. Write a code such as nep or ne.")
                }
            }
            return codes.isEmpty ? nil : try FieldValue(list: codes.map(FieldValue.code), type: .codes)
        } write: { object, value, writing in
            guard case .list(let values)? = value, let list = writing.dictionary.vocabulary("language") else {
                object["languages"] = nil
                return
            }
            object["languages"] = .array(
                values.map(\.displayText).map { code in
                    let short = list.term(code)?.extra["alpha2"] ?? ""
                    let written = short.isEmpty ? code : short
                    return .object(["id": writing.part("language/\(code)"), "name": .string(list.label(of: code)), "code": .string(written)])
                })
        }
    }

    private static func languageCode(_ text: String, _ dictionary: DataDictionary) -> String? {
        guard let list = dictionary.vocabulary("language") else { return nil }
        let lower = text.trimmed.lowercased()
        if list.contains(lower) { return lower }
        if lower.utf8.count == 2 { return list.terms.first { $0.extra["alpha2"] == lower }?.code }
        let named = list.codes(writtenAs: text.trimmed)
        return named.count == 1 ? named[0] : nil
    }

    // MARK: Places

    /// A location as a place; coordinates that are none are told and left out.
    static func place(_ location: JSONValue?, _ reading: inout Reading) throws(ValueError) -> FieldValue? {
        guard let location else { return nil }
        let addresses = location["addresses"]?.array ?? []
        let address = addresses.first { $0["address_type"]?.string == "physical" } ?? addresses.first
        let written = scalar(address?["country"]).trimmed
        let country = HSDSMember.country(written, reading.dictionary)
        if country == nil, !written.isEmpty { reading.leaveOut("place", written, "is no country.", "Write two letters of ISO 3166, such as QA.") }
        let further = (location.object?.members ?? []).filter { placeAside.contains($0.name) && $0.value.array?.isEmpty == false }.map(\.name)
        if !further.isEmpty {
            reading.findings.append("place: Of the location “\(location["name"]?.string ?? "")” these are kept aside: \(further.joined(separator: ", ")).")
        }
        let street = [address?["address_1"]?.string, address?["address_2"]?.string].compactMap { $0?.trimmed }.filter { !$0.isEmpty }.joined(separator: ", ")
        let detail = street.isEmpty ? location["name"]?.string : street
        let city = address?["city"]?.string?.trimmed ?? ""
        let latitude = degrees("latitude", location, &reading)
        let longitude = degrees("longitude", location, &reading)
        if (latitude == nil) != (longitude == nil) {
            reading.findings.append("place: One coordinate of “\(location["name"]?.string ?? "the location")” is left out. Write latitude and longitude, or neither.")
        }
        let locality: String? = city.isEmpty ? nil : city
        guard country != nil || detail != nil || locality != nil || latitude != nil && longitude != nil else { return nil }
        do throws(ValueError) {
            return .place(
                try Place(
                    country: country, locality: locality, detail: detail, latitude: longitude == nil ? nil : latitude,
                    longitude: latitude == nil ? nil : longitude))
        } catch {
            reading.findings.append("The coordinates of “\(location["name"]?.string ?? detail ?? "the location")” are left out: \(error.withoutValue)")
            guard country != nil || detail != nil || locality != nil else { return nil }
            return .place(try Place(country: country, locality: locality, detail: detail))
        }
    }

    /// A place as a location with one physical address.
    static func location(_ place: Place, _ writing: Writing, state: String? = nil, postalCode: String? = nil) -> JSONObject {
        let id = writing.part("location")
        var location: JSONObject = ["id": id, "location_type": .string("physical")]
        location["name"] = (place.detail ?? place.locality).map(JSONValue.string)
        if let latitude = place.latitude.flatMap({ Double($0.description) }), let longitude = place.longitude.flatMap({ Double($0.description) }) {
            location["latitude"] = .number(latitude)
            location["longitude"] = .number(longitude)
        }
        location["addresses"] = .array([
            .object([
                "id": writing.part("address"), "location_id": id, "address_1": .string(place.detail ?? ""), "city": .string(place.locality ?? ""),
                "state_province": .string(state ?? place.subdivision ?? ""), "postal_code": .string(postalCode ?? ""),
                "country": .string(place.country ?? ""), "address_type": .string("physical"),
            ])
        ])
        return location
    }

    static func country(_ text: String, _ dictionary: DataDictionary) -> String? {
        guard let list = dictionary.vocabulary("country") else { return nil }
        let upper = text.trimmed.uppercased()
        if list.contains(upper) { return upper }
        let named = list.codes(writtenAs: text.trimmed)
        return named.count == 1 ? named[0] : nil
    }

    /// Lists of a location that no field here holds.
    private static let placeAside: Set<String> = ["phones", "schedules", "accessibility", "contacts", "languages"]

    private static func degrees(_ member: String, _ location: JSONValue, _ reading: inout Reading) -> ExactDecimal? {
        let text = scalar(location[member]).trimmed
        guard !text.isEmpty else { return nil }
        if let degrees = try? ExactDecimal(text) { return degrees }
        reading.leaveOut("place", text, "is no \(member).", "Write degrees with a decimal point, such as 25.2854.")
        return nil
    }
}
