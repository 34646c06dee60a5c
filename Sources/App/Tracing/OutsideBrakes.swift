import Foundation

/// How often people outside the organisation may search, and may say what they know.
///
/// Our own measures: a family tries a handful of spellings; whoever goes through a list of names tries hundreds. Telling has limits of its own, so that a search that was worn out
/// by somebody keeps nobody from telling.
struct OutsideBrakes: Sendable {
    private let searchers = RateLimiter(capacity: 5, perSecond: 1 / 120)
    /// Whoever has many addresses meets this one: over two thousand searches a day are no families.
    private let searches = RateLimiter(capacity: 60, perSecond: 1 / 40)
    private let tellers = RateLimiter(capacity: 5, perSecond: 1 / 120)
    private let tellings = RateLimiter(capacity: 60, perSecond: 1 / 40)

    enum Act: Sendable {
        case search, tell
    }

    /// - Parameters:
    ///   - address: the address from which it comes.
    ///   - organisation: of whose notices.
    ///   - now: milliseconds since 1970.
    /// - Returns: nil if it may be done now, else the seconds to wait.
    func take(_ act: Act, from address: String, of organisation: String, now: UInt64) async -> Int? {
        let (each, all) = act == .search ? (searchers, searches) : (tellers, tellings)
        if let wait = await each.take(Self.source(of: address), now: now) { return wait }
        return await all.take(organisation, now: now)
    }

    /// What of an address stands for one source: of IPv6 the network of 64 bits, since whoever has one of its addresses has them all.
    static func source(of address: String) -> String {
        var parsed = in6_addr()
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &parsed) == 1 else { return address }
        let bytes = withUnsafeBytes(of: &parsed) { [UInt8]($0) }
        // An address of IPv4 in the form of IPv6 stands for itself.
        guard bytes.prefix(10).contains(where: { $0 != 0 }) else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
