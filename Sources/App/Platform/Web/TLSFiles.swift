import Foundation
import NIOSSL

/// The files of a certificate chain and its key, in PEM, as the settings name them.
struct TLSFiles: Sendable {
    let certificate: String
    let key: String

    /// Nil where a proxy does TLS, or nobody.
    init?(_ settings: ServerSettings) {
        guard let certificate = settings.certificate, let key = settings.certificateKey else { return nil }
        (self.certificate, self.key) = (certificate, key)
    }

    /// Reads both and tries whether they belong together.
    /// - Throws: ``AppError`` that names the file and says what is wrong with it.
    func configuration() throws(AppError) -> TLSConfiguration {
        let chain = try chain()
        try requireText(key, "-----BEGIN", "key of the certificate")
        guard let privateKey = try? NIOSSLPrivateKey(file: key, format: .pem) else {
            throw AppError(
                "The file \(key) holds no key that can be used: it must be in PEM form (-----BEGIN PRIVATE KEY-----) and not protected by a passphrase. "
                    + "To take a passphrase off: openssl pkey -in '\(key)' -out NEWFILE", isWrongUse: true)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw AppError(
                "The key \(key) is not that of the certificate \(certificate). Name the two that were made together; the first certificate in the file must be the "
                    + "server's own, those of the authorities come after it.", isWrongUse: true)
        }
        return configuration
    }

    /// When the server's own certificate ends, in seconds since 1970.
    func end() throws(AppError) -> Double { Double(try chain().first?.notValidAfter ?? 0) }

    private func chain() throws(AppError) -> [NIOSSLCertificate] {
        try requireText(certificate, "-----BEGIN CERTIFICATE", "certificate")
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificate), !chain.isEmpty else {
            throw AppError("The file \(certificate) holds no certificate that can be read. Copy it again from where it was made.", isWrongUse: true)
        }
        return chain
    }

    private func requireText(_ file: String, _ mark: String, _ what: String) throws(AppError) {
        let content = try ReadableFile.read(URL(filePath: file), as: "file with the \(what)")
        guard content.range(of: Data(mark.utf8)) != nil else {
            throw AppError("The file \(file) holds no \(what) in PEM form (text that begins with \(mark)).", isWrongUse: true)
        }
    }
}
