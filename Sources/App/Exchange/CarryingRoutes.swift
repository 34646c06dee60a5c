import Exchange
import Formats
import HTTPTypes
import Storage
import Vault

/// Envelopes by hand: a file or QR codes for a partner, and whatever partners bring.
enum CarryingRoutes {
    /// Bytes of a form with a file in it.
    private static let formLimit = 64 << 20
    /// How long a code is shown in a loop, in seconds: what an old phone needs to read one.
    private static let loopSeconds = 2

    static var all: [Route] {
        [
            .get("/administration/partners/take", .permission(.administer), askForFile),
            .post("/administration/partners/take", .permission(.administer), input: .form(limit: formLimit), take),
            .post("/administration/partners/{partner}/carry", .permission(.administer), make),
            .get("/administration/partners/{partner}/codes", .permission(.administer), code),
        ]
    }

    private static func node(_ request: WebRequest, _ services: AppServices) throws -> Node { try services.node(for: try request.signedIn()) }

    private static func partner(_ request: WebRequest, _ services: AppServices) async throws -> (Node, Partner) {
        let (node, identifier) = (try node(request, services), try request.parameter("partner"))
        let found = try await services.work { try node.database.read { try Partners.find(identifier, node, $0) } }
        guard let found, found.trust.isTrusted, found.changedKeys == nil else { throw WebError.notFound }
        return (node, found)
    }

    private static func make(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, partner) = try await partner(request, services)
        if request.form["way"] == "codes" {
            do {
                try await services.work { try CarriedFiles(node: node).begin(for: partner.identifier) }
            } catch let error as ExchangeError where error.kind == .tooLarge {
                throw WebError.badRequest(key: "exchange.codes.too-large")
            }
            return .seeOther("/administration/partners/\(partner.identifier)/codes?code=1")
        }
        let file = try await services.work { try CarriedFiles(node: node).make(for: partner.identifier).file }
        return .download(file, fileName: "corridor-\(partner.identifier).exchange", mediaType: "application/octet-stream")
    }

    private static func code(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, partner) = try await partner(request, services)
        let codes = try await services.work { try CarriedFiles(node: node).codes(for: partner.identifier) }
        let number = request.query.text("code").flatMap { Int($0) } ?? 1
        guard codes.indices.contains(number - 1) else { throw WebError.notFound }
        let isLoop = request.query["loop"] == "yes"
        let code = try QRCode(codes[number - 1], correction: .low)
        var response = WebResponse.page(CarryingPages.code(request, partner, code, number: number, count: codes.count, isLoop: isLoop))
        if isLoop, let name = HTTPField.Name("Refresh") {
            let next = number % codes.count + 1
            response.headers[name] = "\(loopSeconds); url=/administration/partners/\(partner.identifier)/codes?code=\(next)&loop=yes"
        }
        return response
    }

    private static func askForFile(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        _ = try node(request, services)
        return page(request)
    }

    /// The page on which a file or codes are taken; the camera reads codes there.
    private static func page(_ request: WebRequest, outcome: CarriedFiles.Taken? = nil, problems: [FieldProblem] = []) -> WebResponse {
        var response = WebResponse.page(
            CarryingPages.take(request, outcome: outcome, problems: problems), status: problems.isEmpty ? .ok : .unprocessableContent)
        SecurityHeaders.allowCamera(in: &response.headers)
        return response
    }

    private static func take(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let node = try node(request, services)
        func problem(_ field: String, _ sentence: String) -> WebResponse {
            page(request, problems: [FieldProblem(field: field, sentence: sentence)])
        }
        let translator = request.translator
        let file: [UInt8]
        if let given = request.files.first, !given.bytes.isEmpty {
            file = given.bytes
        } else {
            switch CarriedFiles.scanned(request.form["codes"] ?? "") {
            case .file(let bytes): file = bytes
            case .nothing: return problem("codes", translator("exchange.take.nothing"))
            case .incomplete(let missing, let count, let damaged):
                let first = missing.prefix(20).map { translator.catalogue.facts(of: translator.language).text($0) }.joined(separator: translator("cases.list-separator"))
                return problem(
                    "codes",
                    translator(
                        "exchange.take.missing",
                        ["missing": .number(missing.count), "total": .number(count), "numbers": .text(first), "damaged": .number(damaged)]))
            }
        }
        do {
            let outcome = try await services.work { try CarriedFiles(node: node).take(file) }
            var shown = request
            shown.form.items = []
            return page(shown, outcome: outcome)
        } catch is VaultError {
            return problem("file", translator("exchange.error.damaged"))
        }
    }
}
