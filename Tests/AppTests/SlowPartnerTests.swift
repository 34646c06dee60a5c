import Foundation
import Logging
import NIOCore
import NIOPosix
import Storage
import Testing

@testable import App

/// A partner that takes the connection and never answers, beside one that does.
@Suite("Slow partners")
struct SlowPartnerTests {
    private func listen(_ received: ReceivedBytes, answers: Bool) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Answerer(received) { _ in answers }) }
        }.bind(host: "127.0.0.1", port: 0).get()
    }

    @Test("It holds up no message to others, and not the end of the server")
    func silent() async throws {
        let (here, silent, other) = (try World(), try World(), try World())
        var received: [ReceivedBytes] = []
        var listeners: [any Channel] = []
        for (partner, answers) in [(silent, false), (other, true)] {
            try Partners.verifyEachOther(here.node, partner.node)
            received.append(ReceivedBytes())
            listeners.append(try await listen(received[received.count - 1], answers: answers))
            let address = "http://127.0.0.1:\(try #require(listeners[listeners.count - 1].localAddress?.port))"
            try here.node.database.write { connection in
                let rows = PartnerRows(connection, organisation: here.node.organisation)
                var row = try rows.require(partner.node.organisation.identifier)
                // The silent one's turn comes first.
                (row.address, row.due) = (address, answers ? 2 : 1)
                try rows.update(row)
            }
        }
        defer { for listener in listeners { listener.close(promise: nil) } }
        var settings = ServerSettings()
        settings.allowsLoopbackExchange = true
        let pipeline = try WebPipeline.standard(
            settings: settings, nodes: [here.node], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), threads: .singleton)
        let worker = ExchangeWorker(pipeline.services)
        let running = Task { await worker.run() }
        let latest = ContinuousClock.now + .seconds(110)
        while received.contains(where: \.text.isEmpty), ContinuousClock.now < latest { try await Task.sleep(for: .milliseconds(20)) }
        #expect(!received[0].text.isEmpty, "the silent partner was talked to")
        #expect(!received[1].text.isEmpty, "the other partner waited for the silent one")
        running.cancel()
        // It would take two minutes until the silent partner is given up.
        await running.value
        #expect(ContinuousClock.now < latest)
    }
}
