/// With what somebody signed in, as far as it helps them to know their own telephone from somebody else's computer: the browser's and the system's name, no version.
///
/// Browsers name others in what they say of themselves, for old servers' sake (RFC 9110, 10.1.5), so the more particular names are looked for first.
enum SignInDevice {
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("UCBrowser/", "UC Browser"), ("MiuiBrowser/", "Mi Browser"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("KAIOS", "KaiOS"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// - Parameter userAgent: what the browser says of itself.
    /// - Returns: such as `Firefox · Android`; empty if neither is known.
    static func name(_ userAgent: String?) -> String {
        guard let userAgent else { return "" }
        func first(_ names: [(mark: String, name: String)]) -> String? { names.first { userAgent.contains($0.mark) }?.name }
        return [first(browsers), first(systems)].compactMap(\.self).joined(separator: " · ")
    }
}
