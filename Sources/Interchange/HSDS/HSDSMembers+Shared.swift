import Dictionary
import Formats

/// Members that organisations and services have alike.
extension HSDSMember {
    /// Phones by their use: the usual ones, or the one whose description says what it is for.
    /// - Parameter mark: what the description begins with for the one number of this field; nil for all numbers that have no such mark.
    static func phones(_ field: String, mark: String?, others marks: [String]) -> HSDSMember {
        HSDSMember(field, members: ["phones"]) { object, _ throws(ValueError) in
            var numbers: [FieldValue] = []
            for phone in object["phones"]?.array ?? [] where isFor(mark, phone, marks) {
                guard let number = phone["number"]?.string, !number.trimmed.isEmpty else { continue }
                numbers.append(.phone(try PhoneNumber(written: number)))
            }
            guard let first = numbers.first else { return nil }
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
                    reading.findings.append("The language “\(written)” is no code of ISO 639; it is kept aside.")
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
        let country = address?["country"]?.string.flatMap { HSDSMember.country($0, reading.dictionary) }
        let street = [address?["address_1"]?.string, address?["address_2"]?.string].compactMap { $0?.trimmed }.filter { !$0.isEmpty }.joined(separator: ", ")
        let detail = street.isEmpty ? location["name"]?.string : street
        let city = address?["city"]?.string?.trimmed ?? ""
        let latitude = try degrees(location["latitude"])
        let longitude = try degrees(location["longitude"])
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

    private static func degrees(_ value: JSONValue?) throws(ValueError) -> ExactDecimal? {
        switch value {
        case .integer(let number)?: return ExactDecimal(Int(number))
        case .number(let number)?: return try ExactDecimal("\(number)")
        case .string(let text)? where !text.trimmed.isEmpty: return try ExactDecimal(text.trimmed)
        default: return nil
        }
    }
}
