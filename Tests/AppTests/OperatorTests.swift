import Foundation
import NIOCore
import Testing

@testable import App

/// What a volunteer gets who has written something wrong into the configuration.
@Suite("Settings, certificates and ports that cannot be right")
struct OperatorTests {
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJYTpPT9/a+K1aXex
        dK1FiWnuZdgsWetXo+CBG26bfZmhRANCAARuBJ7Ojgj/Ml+f5JsBG3Mjqc5xK3Rs
        RMi4504w5h3gkKcOiAVmM0yx4OhxQ1K0Noi5l5Y6tPNtA6DvqoBxubw/
        -----END PRIVATE KEY-----
        """
    private static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg02Ib9Xi8ZPf/xvCh
        BL7Kb6MqgQlWbmF+OOlFJxcd7FahRANCAAQ61Y+XV+sgurDJ/I7N3UfP3evK3wiq
        rJmbRrPKMzEUfGFuJPYo+SGK+NP/+fT7B7rX5Nguw/J3w950pawlxOoo
        -----END PRIVATE KEY-----
        """
    /// Until 2120, and until 2021; both of the first key.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBIjCByaADAgECAgEBMAoGCCqGSM49BAMCMBoxGDAWBgNVBAMMD21hZGUgZm9y
        IGEgdGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGjEYMBYG
        A1UEAwwPbWFkZSBmb3IgYSB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        bgSezo4I/zJfn+SbARtzI6nOcSt0bETIuOdOMOYd4JCnDogFZjNMseDocUNStDaI
        uZeWOrTzbQOg76qAcbm8PzAKBggqhkjOPQQDAgNIADBFAiAjtfrBTBNw6iakw4R6
        vHstP2Rojphda9i/UFfMWIPJ1AIhAKoYOsK9DT55XrnmvOC2LVbDpzULTJXGpepE
        Bsooc9UT
        -----END CERTIFICATE-----
        """
    private static let endedCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBITCBx6ADAgECAgEBMAoGCCqGSM49BAMCMBoxGDAWBgNVBAMMD21hZGUgZm9y
        IGEgdGVzdDAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBoxGDAWBgNV
        BAMMD21hZGUgZm9yIGEgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABG4E
        ns6OCP8yX5/kmwEbcyOpznErdGxEyLjnTjDmHeCQpw6IBWYzTLHg6HFDUrQ2iLmX
        ljq0820DoO+qgHG5vD8wCgYIKoZIzj0EAwIDSQAwRgIhAMfzUJI7ww5et0ROL/q9
        J2fIpuI55EyC6Ynslgrmv9jSAiEAxQxx5k0dAb79E87I8FliaoVbaZ2RgGteK5fC
        kZoMt6g=
        -----END CERTIFICATE-----
        """

    private let folder = FileManager.default.temporaryDirectory.appending(path: "operator-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func file(_ name: String, _ text: String) throws -> URL {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file
    }

    /// What is said of a configuration file with this text; nil if it is taken.
    private func fault(_ text: String) throws -> String? {
        let file = try file("corridor.yaml", text)
        do {
            _ = try ServerSettings.read(file: file, environment: [:])
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("A configuration file that is wrong is refused with the line or the setting; one of comments only is fine")
    func configuration() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try fault("# nothing but this\n") == nil)
        #expect(try fault("data: d\nport: 8080\ntrusted-proxies: [127.0.0.1, \"::1\"]\n") == nil)
        #expect(try fault("just text")?.contains("port: 8080") == true)
        #expect(try fault("data: d\n\tport: 80\n")?.contains("Line 2") == true)
        #expect(try fault("port: 80\nport: 81\n")?.contains("Set twice: port") == true)
        #expect(try fault("prot: 80\n")?.contains("«prot»") == true)
        #expect(try fault("port: 70000\n")?.contains("65535") == true)
        #expect(try fault("trusted-proxies: [10.0.0.0/8]\n")?.contains("«10.0.0.0/8»") == true)
        #expect(try fault("certificate: a.pem\n")?.contains("certificate-key") == true)
        #expect(throws: AppError.self) { try ServerSettings.read(file: folder.appending(path: "none.yaml"), environment: [:]) }
    }

    @Test("Certificate and key: each fault names its file")
    func certificates() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        func fault(_ certificate: String, _ key: String) throws -> String? {
            var settings = ServerSettings()
            (settings.certificate, settings.certificateKey) = (try file("cert.pem", certificate).path, try file("key.pem", key).path)
            do {
                _ = try #require(TLSFiles(settings)).configuration()
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(try fault(Self.certificate, Self.key) == nil)
        #expect(try fault(Self.certificate, Self.otherKey)?.contains("is not that of the certificate") == true)
        #expect(try fault(Self.key, Self.certificate)?.contains("holds no certificate") == true)
        #expect(try fault(Self.certificate, "nothing")?.contains("key.pem") == true)
        #expect(try fault(Self.certificate, Self.certificate)?.contains("passphrase") == true)
    }

    @Test("The check tells of a certificate that has ended, and of two files that do not belong together")
    func check() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let now = UInt64(Date().timeIntervalSince1970 * 1000)
        func errors(_ certificate: String, _ key: String) throws -> [String] {
            var settings = ServerSettings()
            settings.publicAddress = "https://cases.example.org"
            (settings.certificate, settings.certificateKey) = (try file("cert.pem", certificate).path, try file("key.pem", key).path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.appending(path: "key.pem").path)
            return AddressCheck(settings: settings, now: now).findings().filter { $0.severity == .error }.map(\.sentence)
        }
        #expect(try errors(Self.certificate, Self.key).isEmpty)
        #expect(try errors(Self.endedCertificate, Self.key).count == 1)
        #expect(try errors(Self.certificate, Self.otherKey).first?.contains("is not that of the certificate") == true)
    }

    @Test("A port that is taken, one that is not for this account, an address that is not here")
    func listening() {
        let settings = ServerSettings()
        func sentence(_ code: CInt) -> String { "\(ListeningFault.explain(IOError(errnoCode: code, reason: "bind"), settings))" }
        #expect(sentence(EADDRINUSE).contains("port 8080 of 127.0.0.1") && sentence(EADDRINUSE).contains("--port N"))
        #expect(sentence(EACCES).contains("1024") && sentence(EADDRNOTAVAIL).contains("0.0.0.0"))
        #expect("\(ListeningFault.explain(SocketAddressError.failedToParseIPString("x"), settings))".contains("host must be"))
    }
}
