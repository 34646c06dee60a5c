import Dictionary
import Formats

/// The fields of an organisation as members of HSDS `organization`.
extension HSDSMember {
    static let dutyDesk = "Duty desk"

    static let organisation: [HSDSMember] =
        [
            names, text("description", "description"), emails, website, text("legal-status", "legal_status"), address,
            addressPart("address-state", "state_province"), addressPart("address-postal-code", "postal_code"),
            phones("phones", mark: nil, others: [dutyDesk]), phones("duty-phone", mark: dutyDesk, others: [dutyDesk]), contactPersons,
        ]
        + [
            "short-name", "kind", "country", "corridors-from", "corridors-to", "languages", "duty-hours", "public-key", "confirmed-on", "confirmed-by",
            "confirm-by", "active",
        ].map { attribute($0, of: "organisation") }

    /// The first name, and the others in one member with ` | ` between them.
    private static let names = HSDSMember("names", members: ["name", "alternate_name"]) { object, _ throws(ValueError) in
        var names: [FieldValue] = []
        for text in [object["name"]?.string ?? ""] + (object["alternate_name"]?.string ?? "").split(separator: "|").map(String.init) {
            if !text.trimmed.isEmpty { names.append(.name(try PersonName(full: text.trimmed))) }
        }
        return names.isEmpty ? nil : try FieldValue(list: names, type: .name)
    } write: { object, value, _ in
        let names: [String] = if case .list(let list)? = value { list.map(\.displayText) } else { [] }
        object["name"] = .string(names.first ?? "")
        object["alternate_name"] = names.count > 1 ? .string(names.dropFirst().joined(separator: " | ")) : nil
    }

    private static let emails = HSDSMember("email", members: ["email"]) { object, reading throws(ValueError) in
        guard let text = object["email"]?.string, !text.trimmed.isEmpty else { return nil }
        var addresses: [FieldValue] = []
        for part in text.split(separator: ";").map({ String($0).trimmed }) where !part.isEmpty {
            if DirectoryValues.isMailbox(part) {
                addresses.append(try FieldValue(text: part))
            } else {
                reading.leaveOut("email", part, "is no address of e-mail.", "Write one such as desk@example.org.")
            }
        }
        return addresses.isEmpty ? nil : try FieldValue(list: addresses, type: .text)
    } write: { object, value, _ in
        // The standard has room for one address here.
        let first: String? = if case .list(let list)? = value { list.first?.displayText } else { value?.displayText }
        object["email"] = first.map(JSONValue.string)
    }

    private static let website = HSDSMember("website", members: ["website"]) { object, reading throws(ValueError) in
        guard let text = object["website"]?.string, !text.trimmed.isEmpty else { return nil }
        guard DirectoryValues.isPage(text.trimmed) else {
            reading.leaveOut("website", text.trimmed, "is no address of a page.", "Write one such as https://example.org.")
            return nil
        }
        return try FieldValue(text: text.trimmed)
    } write: { object, value, _ in
        let text = value?.displayText.trimmed
        object["website"] = text.map { .string($0.utf8.contains(UInt8(ascii: ":")) ? $0 : "https://\($0)") }
    }

    private static let address = HSDSMember("address", members: ["locations"]) { object, reading throws(ValueError) in
        let further = (object["locations"]?.array?.count ?? 0) - 1
        if further > 0 { reading.findings.append("address: \(further) more locations are kept aside, as one is held here.") }
        return try place(object["locations"]?.array?.first, &reading)
    } write: { object, value, writing in
        var locations = object["locations"]?.array ?? []
        if !locations.isEmpty { locations.removeFirst() }
        if case .place(let place)? = value { locations.insert(.object(location(place, writing)), at: 0) }
        object["locations"] = locations.isEmpty ? nil : .array(locations)
    }

    /// A part of the first location's address that the field for places has no room for.
    private static func addressPart(_ field: String, _ member: String) -> HSDSMember {
        HSDSMember(field, members: ["locations"]) { object, _ throws(ValueError) in
            guard let text = object["locations"]?.array?.first?["addresses"]?.array?.first?[member]?.string, !text.trimmed.isEmpty else { return nil }
            return try FieldValue(text: text)
        } write: { object, value, _ in
            guard var locations = object["locations"]?.array, var location = locations.first?.object, var addresses = location["addresses"]?.array,
                var address = addresses.first?.object
            else { return }
            address[member] = .string(value?.displayText ?? "")
            addresses[0] = .object(address)
            location["addresses"] = .array(addresses)
            locations[0] = .object(location)
            object["locations"] = .array(locations)
        }
    }

    /// One line for each contact: name, task, department, address, numbers.
    private static let contactPersons = HSDSMember("contact-persons", members: ["contacts"]) { object, reading throws(ValueError) in
        for address in (object["contacts"]?.array ?? []).compactMap({ $0["email"]?.string?.trimmed }) where !address.isEmpty {
            if !DirectoryValues.isMailbox(address) {
                reading.findings.append("contact-persons: “\(address)” is no address of e-mail. Write one such as desk@example.org.")
            }
        }
        let lines = (object["contacts"]?.array ?? []).map { contact in
            (["name", "title", "department", "email"].map { contact[$0]?.string } + (contact["phones"]?.array ?? []).map { $0["number"]?.string })
                .compactMap { $0?.trimmed }.filter { !$0.isEmpty }.joined(separator: ", ")
        }.filter { !$0.isEmpty }
        return lines.isEmpty ? nil : try FieldValue(text: lines.joined(separator: "\n"), limit: NormalText.narrativeLimit)
    } write: { object, value, writing in
        let lines = (value?.displayText ?? "").split(separator: "\n").map(String.init)
        object["contacts"] =
            lines.isEmpty
            ? nil
            : .array(lines.enumerated().map { .object(["id": writing.part("contact/\($0.offset)"), "name": .string($0.element)]) })
    }
}
