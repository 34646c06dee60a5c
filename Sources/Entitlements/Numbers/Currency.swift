/// A currency and its smallest coin.
public struct Currency: Sendable, Hashable {
    /// ISO 4217.
    public let code: String
    /// How many decimal places its amounts have (ISO 4217, minor unit).
    public let places: Int

    /// - Parameter code: three capital letters; nil otherwise.
    public init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return nil }
        self.code = code
        // ISO 4217, list one, column "minor unit": the dinars and the Omani rial have three places, two units of account four, these none, all others two.
        switch code {
        case "KWD", "BHD", "OMR", "JOD", "IQD", "TND", "LYD": places = 3
        case "CLF", "UYW": places = 4
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": places = 0
        default: places = 2
        }
    }

    /// The amount to the coin, a half away from zero.
    public func rounded(_ amount: Fraction) -> Fraction { amount.rounded(places: places) }

    /// The amount as written: `2364.000`, without the code.
    public func text(_ amount: Fraction) -> String { amount.text(places: places) }
}
