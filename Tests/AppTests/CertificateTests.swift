import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import App

/// Partners' servers whose certificate does not hold: real handshakes with a server on this machine. Of the envelope nothing may leave before the certificate was checked.
@Suite("Certificates of partners")
struct CertificateTests {
    enum Server: String, CaseIterable, Sendable {
        case valid
        case unknownAuthority = "of an authority that nobody trusts"
        case otherName = "for another name"
        case ended = "ended years ago"

        var isTrusted: Bool { self != .unknownAuthority }

        var certificate: String {
            switch self {
            case .valid, .unknownAuthority: CertificateTests.here
            case .otherName: CertificateTests.elsewhere
            case .ended: CertificateTests.ended
            }
        }
    }

    @Test("Only a certificate that holds gets an envelope; for the others it is said, and nothing was sent", arguments: Server.allCases)
    func handshake(_ kind: Server) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let authority = folder.appending(path: "authority.pem")
        try Data(Self.authority.utf8).write(to: authority)

        let received = ReceivedBytes()
        let server = try await Self.serve(kind.certificate, received)
        defer { server.close(promise: nil) }
        let address = try ExchangeAddress("https://localhost:\(try #require(server.localAddress?.port))", allowsLoopback: false)
        let client = ExchangeClient(trustedCertificates: kind.isTrusted ? authority.path : nil)
        if kind == .valid {
            let answer = try await client.post(Array("sealed".utf8), to: address, path: "/exchange/mailboxes/x")
            #expect(answer.status == 202)
            #expect(received.text.contains("sealed"))
        } else {
            await #expect(throws: ExchangeError(.invalidCertificate)) {
                _ = try await client.post(Array("sealed".utf8), to: address, path: "/exchange/mailboxes/x")
            }
            #expect(received.text.isEmpty, "something of the envelope left before the certificate was checked")
        }
    }

    /// An HTTPS server that keeps what it is sent, and says after a whole request that it was taken.
    private static func serve(_ certificate: String, _ received: ReceivedBytes) async throws -> any Channel {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers([NIOSSLServerHandler(context: context), Answerer(received) { $0.hasSuffix("sealed") }])
            }
        }.bind(host: "localhost", port: 0).get()
    }

    // Made for this test, of one key. All but `ended` hold until 2120.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3YwX5/kAocFeeWYI
        9t1BfD+98zM5e4QTCCNtlr7RHqShRANCAAQscPH57d4wz3F1U5N1nods6wy+0qnu
        7sIAcyPcLRyURSo5DwYhNj0UIBg5/a+MOka6NVnXnztX6UY6sRflD6Q0
        -----END PRIVATE KEY-----
        """
    private static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBgzCCASqgAwIBAgIUd/fRefpikYQPkaY57q9bUZ1HXJ4wCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUYXV0aG9yaXR5IGZvciBhIHRlc3QwIBcNMjAwMTAxMDAwMDAw
        WhgPMjEyMDAxMDEwMDAwMDBaMB8xHTAbBgNVBAMMFGF1dGhvcml0eSBmb3IgYSB0
        ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELHDx+e3eMM9xdVOTdZ6HbOsM
        vtKp7u7CAHMj3C0clEUqOQ8GITY9FCAYOf2vjDpGujVZ1587V+lGOrEX5Q+kNKNC
        MEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFO/4
        7o6FuSFDI8JVvj4Vm2jiK83mMAoGCCqGSM49BAMCA0cAMEQCIB/TbSPn1kSfU3W3
        TOwO8LPRXlMwKzDYrtd4Ixjp3bjaAiAVlwVApNYBviosMHZM1FXRW3+posJmVauj
        3NNS9T1qAg==
        -----END CERTIFICATE-----
        """
    private static let here = """
        -----BEGIN CERTIFICATE-----
        MIIBZjCCAQygAwIBAgIUTpBi8a+mlulOMJlFUjdKqDx9ydAwCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUYXV0aG9yaXR5IGZvciBhIHRlc3QwIBcNMjAwMTAxMDAwMDAw
        WhgPMjEyMDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAWgwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAAQscPH57d4wz3F1U5N1nods6wy+0qnu7sIAcyPcLRyURSo5DwYh
        Nj0UIBg5/a+MOka6NVnXnztX6UY6sRflD6Q0ozcwNTAUBgNVHREEDTALgglsb2Nh
        bGhvc3QwHQYDVR0OBBYEFO/47o6FuSFDI8JVvj4Vm2jiK83mMAoGCCqGSM49BAMC
        A0gAMEUCIGDIas+FiraMU7zZqGLgbaDfK8aEVmF4VnbcM5yC5xooAiEAl7B/d2oy
        pS91IM9TXq8sgDG466fa6LGZxp1XSVUCJkU=
        -----END CERTIFICATE-----
        """
    private static let elsewhere = """
        -----BEGIN CERTIFICATE-----
        MIIBbjCCARSgAwIBAgIUeyRurTke8SpM9HX77lzQpAFxYjIwCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUYXV0aG9yaXR5IGZvciBhIHRlc3QwIBcNMjAwMTAxMDAwMDAw
        WhgPMjEyMDAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAWUwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAAQscPH57d4wz3F1U5N1nods6wy+0qnu7sIAcyPcLRyURSo5DwYh
        Nj0UIBg5/a+MOka6NVnXnztX6UY6sRflD6Q0oz8wPTAcBgNVHREEFTATghFlbHNl
        d2hlcmUuZXhhbXBsZTAdBgNVHQ4EFgQU7/jujoW5IUMjwlW+PhWbaOIrzeYwCgYI
        KoZIzj0EAwIDSAAwRQIgf0iJvR5p50e3WZ96iYADsgGN/AYM4Nn0N8Anup7dTPsC
        IQCzm97XO7u3mCk2kg6YBRz/xc4dt4CvLyWTZ96SySc23A==
        -----END CERTIFICATE-----
        """
    private static let ended = """
        -----BEGIN CERTIFICATE-----
        MIIBZDCCAQqgAwIBAgIUH9RcjqEJofhOctayWI66CUw4raowCgYIKoZIzj0EAwIw
        HzEdMBsGA1UEAwwUYXV0aG9yaXR5IGZvciBhIHRlc3QwHhcNMjAwMTAxMDAwMDAw
        WhcNMjEwMTAxMDAwMDAwWjAMMQowCAYDVQQDDAFkMFkwEwYHKoZIzj0CAQYIKoZI
        zj0DAQcDQgAELHDx+e3eMM9xdVOTdZ6HbOsMvtKp7u7CAHMj3C0clEUqOQ8GITY9
        FCAYOf2vjDpGujVZ1587V+lGOrEX5Q+kNKM3MDUwFAYDVR0RBA0wC4IJbG9jYWxo
        b3N0MB0GA1UdDgQWBBTv+O6OhbkhQyPCVb4+FZto4ivN5jAKBggqhkjOPQQDAgNI
        ADBFAiB1CRy9a5L/pNAU/PgHTQm8LzS3CH4M/nPKR0IxwCEm0wIhAKKEQXKmPVMu
        McvufnUcP7K5Z0HUz26x0+135Y+RI0G9
        -----END CERTIFICATE-----
        """
}
