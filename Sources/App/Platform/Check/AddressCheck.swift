import Foundation

/// Looks at how a server is reached: by TLS or not, and whether the certificate is good.
struct AddressCheck: Sendable {
    let settings: ServerSettings
    /// Milliseconds since 1970.
    let now: UInt64

    private static let loopback: Set<String> = ["127.0.0.1", "::1", "localhost"]

    /// Whether an address leads to the machine of whoever opens it.
    static func isLoopback(_ address: String) -> Bool { loopback.contains(URL(string: address)?.host() ?? "") }

    func findings() -> [InstallationFinding] {
        var findings = certificateFindings()
        if !settings.isSecure, !Self.isLoopback(settings.publicAddress) {
            findings.append(
                .error(
                    "tls", "People reach the server at \(settings.publicAddress), without TLS: passphrases and cases go over the line in clear.",
                    "Put a proxy with a certificate before it, or name certificate and certificate-key; then public-address: https://…"))
        }
        if settings.certificate == nil, !Self.loopback.contains(settings.host) {
            findings.append(
                .error(
                    "host", "The server listens on \(settings.host) without TLS, so that it can be reached past the proxy.",
                    "Write host: 127.0.0.1, unless the proxy is on another machine in a closed network."))
        }
        if settings.isSecure, settings.certificate == nil, settings.trustedProxies.isEmpty {
            findings.append(
                .warning(
                    "proxy", "A proxy does TLS, but trusted-proxies is empty: all people look like one address to the limits on sign-in tries.",
                    "Write trusted-proxies: [127.0.0.1], or the address of the proxy."))
        }
        return findings.isEmpty ? [.fine("tls", "The address \(settings.publicAddress) is reached as it should be.")] : findings
    }

    private func certificateFindings() -> [InstallationFinding] {
        guard let files = TLSFiles(settings) else { return [] }
        var findings: [InstallationFinding] = []
        if let mode = InstallationCheck.mode(URL(filePath: files.key)), mode & 0o077 != 0 {
            findings.append(
                .error("tls", "The key of the certificate, \(files.key), can be read by other accounts of this machine.", "Run: chmod 600 '\(files.key)'"))
        }
        do throws(AppError) {
            _ = try files.configuration()
            let rest = try files.end() - Double(now) / 1000
            if rest < 0 {
                findings.append(.error("tls", "The certificate \(files.certificate) has ended.", "Renew it and start the server again."))
            } else if rest < InstallationCheck.certificateRest {
                findings.append(
                    .warning("tls", "The certificate \(files.certificate) ends in \(Int(rest / 86_400)) days.", "Renew it and start the server again."))
            }
        } catch {
            findings.append(.error("tls", error.description, "Mend certificate and certificate-key in the configuration, or the files that they name."))
        }
        return findings
    }
}
