/// Hosts on which a state or an international organisation publishes the text of laws, or the authority that applies them explains them: `Resources/policy/publishers.csv`.
/// A rule of high confidence rests on one of these, or on a print that is cited.
enum OfficialPublishers {
    /// Host, without `www.`.
    private static let hosts: Set<String> = {
        guard let bytes = EmbeddedFiles.all(in: "policy/publishers.csv").first?.bytes else { return [] }
        return Set(RegisterFiles.publishers(bytes, file: "policy/publishers.csv").values)
    }()

    /// Whether the host of an address, or one above it, is among them. O(length).
    static func publishes(_ address: String) -> Bool {
        guard let slashes = address.utf8.firstIndex(of: UInt8(ascii: "/")) else { return false }
        var host = address.utf8[slashes...].drop { $0 == UInt8(ascii: "/") }.prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: ":")].contains($0) }
        while !host.isEmpty {
            if let name = String(host), hosts.contains(name) { return true }
            guard let dot = host.firstIndex(of: UInt8(ascii: ".")) else { return false }
            host = host[host.index(after: dot)...]
        }
        return false
    }
}
