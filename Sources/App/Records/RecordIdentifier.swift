/// Identifiers of records: 80 bits as 16 characters of Crockford's Base32, such as `7K3M9QXD4T2VB6HA`. They say nothing about the record.
public enum RecordIdentifier {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let byteCount = 10

    public static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return text((0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// The identifier made of the first 80 bits of `bytes`, of which there are at least ten.
    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes.prefix(byteCount) {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int((buffer >> UInt32(bits)) & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads an identifier as a person types it: lower case, hyphens, O for 0, I or L for 1. Returns nil for anything that is none.
    public static func read(_ typed: String) -> String? {
        var text: [UInt8] = []
        for scalar in typed.uppercased().unicodeScalars where scalar != "-" && scalar != " " {
            let normal: Unicode.Scalar =
                switch scalar {
                case "O": "0"
                case "I", "L": "1"
                default: scalar
                }
            guard normal.isASCII, alphabet.contains(UInt8(ascii: normal)) else { return nil }
            text.append(UInt8(ascii: normal))
        }
        return text.count == 16 ? String(decoding: text, as: UTF8.self) : nil
    }
}
