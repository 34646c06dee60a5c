import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Why a message was not taken.
enum MailError: Error, Sendable, Equatable {
    /// The server said no to this message or this address, and would again (RFC 5321, replies from 500 on); the number is its reply.
    case refused(Int)
    /// Not now: no connection, a certificate that does not fit, a reply below 500, or a server that does not speak as it should. The text is for the operator and names nobody.
    case notNow(String)
}

/// Hands a message to a mail server (RFC 5321), with STARTTLS (RFC 3207) or TLS from the first byte (RFC 8314), signing in with PLAIN (RFC 4954) where a user is set.
struct MailClient: Sendable {
    /// For a whole conversation.
    static let patience: Duration = .seconds(60)

    let settings: MailSettings

    func send(_ message: MailMessage) async throws(MailError) {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await converse(message) }
                group.addTask {
                    try await Task.sleep(for: Self.patience)
                    throw MailError.notNow("the mail server did not answer in time")
                }
                defer { group.cancelAll() }
                _ = try await group.next()
            }
        } catch let error as MailError {
            throw error
        } catch {
            throw .notNow("\(type(of: error))")
        }
    }

    private func converse(_ message: MailMessage) async throws {
        let (server, isTLS) = (settings.server, settings.security == .tls)
        let context = settings.security == .none ? nil : try tls()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(.seconds(20)).connect(
            host: server, port: settings.port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                if isTLS, let context {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: Self.name(server)))
                }
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        try await channel.executeThenClose { inbound, outbound in
            var talk = MailConversation(outbound: outbound, incoming: inbound.makeAsyncIterator())
            try await talk.expect(220)
            var offers = try await talk.greet(domain)
            if settings.security == .startTLS, let context {
                guard offers.contains("STARTTLS") else { throw MailError.notNow("the mail server offers no STARTTLS") }
                try await talk.command("STARTTLS", 220)
                // What came before the encryption must not count as said within it.
                guard talk.hasNothingPending else { throw MailError.notNow("the mail server spoke before TLS began") }
                let inner = channel.channel
                try await inner.eventLoop.submit {
                    try inner.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: Self.name(server)), position: .first)
                }.get()
                offers = try await talk.greet(domain)
            }
            if let user = settings.user, let password = settings.password {
                let secret = Data(("\0" + user + "\0" + password).utf8).base64EncodedString()
                try await talk.command("AUTH PLAIN \(secret)", 235, isAboutMessage: false)
            }
            try await talk.command("MAIL FROM:<\(settings.from)>", 250, isAboutMessage: false)
            try await talk.command("RCPT TO:<\(message.to)>", 250, 251, isAboutMessage: true)
            try await talk.command("DATA", 354)
            try await talk.send(Self.doubled(message.bytes) + Array(".\r\n".utf8))
            try await talk.expect(250, isAboutMessage: true)
            // The message is taken; how the conversation ends changes nothing.
            try? await talk.command("QUIT", 221)
        }
    }

    private var domain: String { settings.from.split(separator: "@").last.map(String.init) ?? "localhost" }

    private func tls() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let file = settings.trustedCertificates { configuration.additionalTrustRoots = [.file(file)] }
        return try NIOSSLContext(configuration: configuration)
    }

    /// The name that the certificate must have; nil for an address in numbers, which TLS does not name (RFC 6066).
    private static func name(_ server: String) -> String? {
        (try? SocketAddress(ipAddress: server, port: 0)) == nil ? server : nil
    }

    /// A dot at the beginning of a line is doubled (RFC 5321, 4.5.2).
    static func doubled(_ bytes: [UInt8]) -> [UInt8] {
        var doubled: [UInt8] = []
        var isAtStart = true
        for byte in bytes {
            if isAtStart, byte == UInt8(ascii: ".") { doubled.append(byte) }
            doubled.append(byte)
            isAtStart = byte == UInt8(ascii: "\n")
        }
        return doubled
    }
}

/// One conversation: commands out, replies in.
private struct MailConversation {
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    var incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var pending: [UInt8] = []

    init(outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.outbound = outbound
        self.incoming = incoming
    }

    var hasNothingPending: Bool { pending.isEmpty }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    mutating func command(_ text: String, _ codes: Int..., isAboutMessage: Bool = false) async throws {
        try await send(Array((text + "\r\n").utf8))
        try await expect(codes, isAboutMessage)
    }

    mutating func expect(_ codes: Int..., isAboutMessage: Bool = false) async throws { try await expect(codes, isAboutMessage) }

    private mutating func expect(_ codes: [Int], _ isAboutMessage: Bool) async throws {
        let (code, _) = try await reply()
        guard !codes.contains(code) else { return }
        // Only what is said of the message or its receiver is final; what is wrong with ourselves somebody mends.
        throw code >= 500 && isAboutMessage ? MailError.refused(code) : MailError.notNow("the mail server replied \(code)")
    }

    /// - Returns: what the server offers, in capital letters.
    mutating func greet(_ domain: String) async throws -> Set<String> {
        try await send(Array("EHLO \(domain)\r\n".utf8))
        let (code, lines) = try await reply()
        guard code == 250 else { throw MailError.notNow("the mail server replied \(code) to EHLO") }
        return Set(lines.dropFirst().compactMap { $0.split(separator: " ").first.map { $0.uppercased() } })
    }

    /// A reply of one or more lines.
    private mutating func reply() async throws -> (code: Int, lines: [String]) {
        var lines: [String] = []
        while lines.count < 100 {
            let line = try await line()
            guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)), (200...599).contains(code) else {
                throw MailError.notNow("the mail server sent what is no reply")
            }
            lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
            if line.count == 3 || line[line.startIndex + 3] != UInt8(ascii: "-") { return (code, lines) }
        }
        throw MailError.notNow("the mail server's reply has no end")
    }

    private mutating func line() async throws -> ArraySlice<UInt8> {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                var line = pending[..<end]
                pending = Array(pending[(end + 1)...])
                if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
                return line
            }
            guard pending.count < 8_192 else { throw MailError.notNow("the mail server sent a line without an end") }
            guard let next = try await incoming.next() else { throw MailError.notNow("the mail server ended the connection") }
            pending += Array(next.readableBytesView)
        }
    }
}
