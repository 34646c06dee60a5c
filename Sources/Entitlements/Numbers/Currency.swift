/// A currency and its smallest coin.
public struct Currency: Sendable, Hashable {
    /// ISO 4217.
    public let code: String
    /// How many decimal places its amounts have (ISO 4217, minor unit).
    public let places: Int

    /// - Parameter code: of a currency that ISO 4217 lists, in capital letters; nil otherwise.
    public init?(_ code: String) {
        guard Currency.codes.contains(code) else { return nil }
        self.code = code
        // ISO 4217, list one, column "minor unit": the dinars and the Omani rial have three places, two units of account four, these none, all others two.
        switch code {
        case "KWD", "BHD", "OMR", "JOD", "IQD", "TND", "LYD": places = 3
        case "CLF", "UYW": places = 4
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF": places = 0
        default: places = 2
        }
    }

    /// ISO 4217, list one: currencies in use, with those that were replaced since 2010 and may stand in older papers, and XXX for none.
    private static let codes = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF CLF CLP CNY COP CRC CUC CUP CVE \
        CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF \
        KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN \
        PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH \
        UGX USD UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XCD XCG XDR XOF XPF XXX YER ZAR ZMK ZMW ZWG ZWL
        """.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { String(decoding: $0, as: UTF8.self) })

    /// The amount to the coin, a half away from zero.
    public func rounded(_ amount: Fraction) -> Fraction { amount.rounded(places: places) }

    /// The amount as written: `2364.000`, without the code.
    public func text(_ amount: Fraction) -> String { amount.text(places: places) }
}
