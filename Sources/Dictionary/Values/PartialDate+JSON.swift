import Formats

extension PartialDate {
    /// The same days, with how they were given in another calendar.
    public func asGiven(_ given: GivenDate) -> PartialDate {
        var date = self
        date.given = given
        return date
    }

    /// Reads `"2019-05-14"`, or `{"edtf":"2019-05-14","given":"BS 2076-01-31"}` of a date that was given in another calendar.
    public init(json: JSONValue) throws(ValueError) {
        if case .string(let edtf) = json {
            try self.init(edtf: edtf)
            return
        }
        let members = try JSONMembers(json, type: .date, allowed: ["edtf", "given"])
        try self.init(edtf: members.required("edtf"))
        let text = try members.required("given")
        guard let given = GivenDate(text), given.description.utf8.elementsEqual(text.utf8) else {
            throw ValueError(
                .malformed, offered: text, "is no date of the Nepali or Hijri calendar.", remedy: "Write BS 2076-01-31 or AH 1440-09-01, or only what is known.")
        }
        self.given = given
    }

    /// The JSON form.
    public var json: JSONValue {
        guard let given else { return .string(edtf) }
        return .object(JSONObject([.init("edtf", .string(edtf)), .init("given", .string(given.description))]))
    }
}
