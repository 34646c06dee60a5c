import Exchange
import Foundation
import NIOCore
import NIOSSL
import Yams

/// How the server is set up: from the configuration file, and from the environment, which wins.
public struct ServerSettings: Sendable {
    /// The node's folder.
    public var data = "corridor-data"
    public var host = "127.0.0.1"
    public var port = 8080
    /// The address people use. Decides whether cookies are bound to TLS.
    public var publicAddress = "http://127.0.0.1:8080"
    /// Files of a certificate chain and its key in PEM; nil where a proxy does TLS, or on a test machine.
    public var certificate: String?
    public var certificateKey: String?
    /// Addresses of proxies whose X-Forwarded-For is believed.
    public var trustedProxies: Set<String> = []
    /// How long a request may take to arrive and be answered, in seconds.
    public var requestSeconds = 60
    /// How many requests a second one address, and one token of the API, may make in the long run; six times as many at once.
    public var requestsPerSecond = 20
    /// Whether partners may be reached over http on this very machine, for demonstrations and tests.
    public var allowsLoopbackExchange = false
    /// For how many mailboxes of organisations without a public address this node keeps envelopes; 0 for none.
    public var relayMailboxes = 0
    /// The only mailboxes that are kept, by their names; empty for whoever asks first.
    public var relayFor: Set<String> = []
    /// A file of certificates in PEM by which partners' servers and relays are trusted besides the system's; nil for none.
    public var exchangeTrustedCertificates: String?

    /// A folder of corrected books of law, which are used in place of those that come with the program; nil for none.
    public var law: String?

    /// How mail is sent; nil for not at all.
    public var mail: MailSettings?

    public init() {}

    var isSecure: Bool { publicAddress.hasPrefix("https://") }

    /// The keys of the file, each with what it is for, as `Packaging/corridor.yaml` shows them.
    static let keys =
        [
            "data", "host", "port", "public-address", "certificate", "certificate-key", "trusted-proxies", "request-seconds", "requests-per-second",
            "exchange-loopback", "exchange-trusted-certificates", "relay-mailboxes", "relay-for", "law",
        ] + MailSettings.keys

    /// Reads a configuration file and the environment (`CORRIDOR_PUBLIC_ADDRESS` for `public-address`, and so on).
    /// - Throws: ``AppError`` that names each key that is wrong and what would be right.
    public static func read(file: URL?, environment: [String: String]) throws -> ServerSettings {
        let (settings, faults) = try reading(file: file, environment: environment)
        guard faults.isEmpty else { throw AppError(faults.map(\.description).joined(separator: "\n"), isWrongUse: true) }
        return settings
    }

    /// The settings as far as they can be used, and what is wrong with the others: whoever mends a file wants to know all of it at once.
    /// - Throws: ``AppError`` if the file cannot be read as settings at all.
    public static func reading(file: URL?, environment: [String: String]) throws -> (settings: ServerSettings, faults: [AppError]) {
        var settings = ServerSettings()
        var faults: [AppError] = []
        var values: [String: String] = [:]
        if let file {
            let content = try ReadableFile.read(file, as: "configuration file")
            guard let text = String(data: content, encoding: .utf8) else {
                throw AppError("The configuration file \(file.path) is not text in UTF-8.", isWrongUse: true)
            }
            values = try read(text, from: file.lastPathComponent, faults: &faults)
        }
        for key in keys {
            let name = "CORRIDOR_" + key.uppercased().replacing("-", with: "_")
            if let value = environment[name], !value.isEmpty { values[key] = value }
        }
        func attempt(_ body: () throws -> Void) throws {
            do { try body() } catch let fault as AppError { faults.append(fault) }
        }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) where !MailSettings.keys.contains(key) { try attempt { try settings.set(key, value) } }
        try attempt { settings.mail = try MailSettings.read(values) }
        if values["public-address"] == nil { settings.publicAddress = "\(settings.certificate == nil ? "http" : "https")://\(settings.host):\(settings.port)" }
        if (settings.certificate == nil) != (settings.certificateKey == nil) {
            faults.append(AppError("certificate and certificate-key belong together: give both, or neither where a proxy does TLS.", isWrongUse: true))
        }
        return (settings, faults)
    }

    private static func read(_ text: String, from file: String, faults: inout [AppError]) throws -> [String: String] {
        let node: Yams.Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw AppError("The configuration file \(file) cannot be understood. \(explain(error))", isWrongUse: true)
        }
        // A file with nothing but comments sets nothing.
        guard let node else { return [:] }
        guard let mapping = node.mapping else {
            throw AppError(
                "The configuration file \(file) must have a line for each setting, such as «port: 8080»; see Packaging/corridor.yaml.", isWrongUse: true)
        }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            guard let name = key.string, keys.contains(name) else {
                let name = key.string ?? "?"
                faults.append(AppError("\(file): there is no setting «\(name)». The settings are \(keys.joined(separator: ", ")).", isWrongUse: true))
                continue
            }
            if let sequence = value.sequence { values[name] = sequence.compactMap(\.string).joined(separator: ",") } else { values[name] = value.string ?? "" }
        }
        return values
    }

    /// The library's own message has the place, and words for programmers.
    private static func explain(_ error: any Error) -> String {
        guard let error = error as? YamlError else { return "\(error)" }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return "Line \(mark.line), column \(mark.column): \(problem). A line is «name: value»; blanks indent, tabs do not."
        case .duplicatedKeysInMapping(let duplicates, _):
            return "Set twice: \(duplicates.joined(separator: ", ")). Keep one line of each."
        default: return "\(error)"
        }
    }

    private mutating func set(_ key: String, _ value: String) throws {
        switch key {
        case "data": data = value
        case "host": host = value
        case "port": port = try number(key, value, 0...65_535)
        case "public-address":
            guard let address = URL(string: value), ["http", "https"].contains(address.scheme), address.host() != nil else {
                throw AppError("public-address must be an address such as https://cases.example.org, not «\(value)».", isWrongUse: true)
            }
            publicAddress = value
        case "certificate": certificate = value
        case "certificate-key": certificateKey = value
        case "trusted-proxies":
            trustedProxies = Set(value.split(separator: ",").map { String($0).trimmingSpaces }.filter { !$0.isEmpty })
            for proxy in trustedProxies where (try? SocketAddress(ipAddress: proxy, port: 0)) == nil {
                throw AppError("trusted-proxies lists addresses such as 127.0.0.1, one by one and without a range or a name, not «\(proxy)».", isWrongUse: true)
            }
        case "requests-per-second": requestsPerSecond = try number(key, value, 1...100_000)
        case "relay-mailboxes": relayMailboxes = try number(key, value, 0...100_000)
        case "relay-for":
            relayFor = Set(value.split(separator: ",").map { String($0).trimmingSpaces.lowercased() }.filter { !$0.isEmpty })
            for mailbox in relayFor where ExchangeIdentifier(mailbox) == nil {
                throw AppError(
                    "relay-for lists mailboxes of 32 digits and letters a to f, as «corridor exchange status» of their holders says them, not «\(mailbox)».",
                    isWrongUse: true)
            }
        case "exchange-trusted-certificates":
            let file = try ReadableFile.read(URL(filePath: value), as: "file of trusted certificates")
            guard (try? NIOSSLCertificate.fromPEMBytes([UInt8](file)))?.isEmpty == false else {
                throw AppError("The file \(value) of exchange-trusted-certificates holds no certificate in PEM form.", isWrongUse: true)
            }
            exchangeTrustedCertificates = value
        case "law": law = value
        case "exchange-loopback":
            guard ["yes", "no", "true", "false"].contains(value) else { throw AppError("\(key) must be yes or no, not «\(value)».", isWrongUse: true) }
            allowsLoopbackExchange = value == "yes" || value == "true"
        default: requestSeconds = try number(key, value, 1...3_600)
        }
    }

    private func number(_ key: String, _ value: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw AppError("\(key) must be a number from \(range.lowerBound) to \(range.upperBound), not «\(value)».", isWrongUse: true)
        }
        return number
    }
}
