extension EncodedRecords {
    /// Encodes values that are in memory, so that none of them has to be written to a file. The records are called by their place, from 0 on.
    /// - Parameters:
    ///   - rows: of each record a text for each meaning, empty where there is none.
    ///   - meanings: what the texts tell; the same on both sides.
    ///   - secret: what both organisations share, at least sixteen bytes that nobody can guess.
    /// - Throws: ``EncodingError``.
    public static func encode(_ rows: [[String]], of meanings: [ColumnMeaning], secret: [UInt8]) throws(EncodingError) -> EncodedRecords {
        let keys = try EncodingKeys(secret: secret)
        let fields = EncodedField.all.filter { field in meanings.contains { field.meanings.contains($0) } }
        if fields.isEmpty { throw .nothingToEncode }
        let forms = meanings.map { ValueForm(kind: $0.comparison, meaning: $0) }
        let sources = fields.map { field in meanings.indices.filter { field.meanings.contains(meanings[$0]) } }
        var encoder = RecordEncoder(keys: keys, fields: fields, hardening: .fold)
        var words: [UInt64] = []
        words.reserveCapacity(rows.count * RecordEncoder.words)
        for row in rows {
            words += encoder.encode(zip(fields, sources).map { field, places in places.map { field.cut(of: Array(row[$0].utf8)[...], forms[$0]) } })
        }
        return EncodedRecords(
            settings: described(fields, .fold), checkValue: keys.checkValue, names: rows.indices.map { "\($0)" }, words: words)
    }

    /// How encodings were made, as both sides have to say alike.
    static func described(_ fields: [EncodedField], _ hardening: RecordEncoder.Hardening) -> String {
        fields.map { "\($0.name):\($0.pieces.rawValue):\($0.bits)" }.joined(separator: ",") + ";hardening:\(hardening.rawValue)"
    }

    /// How many bits a record's filter has set.
    public func bitCount(_ record: Int) -> Int { Int(bitCounts[record]) }
}
