import Crypto
import Dictionary
import Formats
import Foundation
import HTTPTypes
import Storage
import TestSupport
import Testing
import Vault

@testable import App

@Suite("Documents and letters")
struct DocumentTests {
    private static func picture() throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: tests.appending(path: "FormatsTests/Media/located.jpg")))
    }

    private static func multipart(_ fields: [(String, String)], _ files: [(name: String, bytes: [UInt8])]) -> (type: String, body: [UInt8]) {
        var body: [UInt8] = []
        for (name, value) in fields { body += Array("--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8) }
        for file in files {
            body +=
                Array("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\nContent-Type: image/jpeg\r\n\r\n".utf8) + file.bytes
                + Array("\r\n".utf8)
        }
        return ("multipart/form-data; boundary=XX", body + Array("--XX--\r\n".utf8))
    }

    private static func add(_ files: [(String, [UInt8])], to world: WebWorld, _ browser: WebBrowser, submission: String = "s1") async -> WebBrowser.Answer {
        let path = "/cases/\(world.places[0].caseRecord)/documents"
        let token = await browser.get("\(path)/new").formToken
        let (type, body) = multipart(
            [("form-token", token), ("submission", submission), ("title", "Qxpassport page"), ("kind", "identity-document")], files.map { ($0.0, $0.1) })
        return await browser.send(.post, path, headers: [.contentType: type], body: body)
    }

    private static func bytes(_ browser: WebBrowser, _ target: String) async throws -> [UInt8] {
        let answer = await browser.pipeline.answer(
            RawRequest(
                method: .get, target: target, headers: [.cookie: browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")],
                peer: browser.address,
                nextPiece: { nil }))
        switch answer.body {
        case .bytes(let bytes): return bytes
        case .stream(let next):
            var bytes: [UInt8] = []
            while let piece = try await next() { bytes += piece }
            return bytes
        }
    }

    @Test("Tables of a document in Arabic begin at the right", arguments: [DocumentFormat.docx, .odt])
    func rightToLeftTables(_ format: DocumentFormat) throws {
        guard DocumentConversion().isAvailable(format) else { return }
        let markup =
            "<html lang=\"ar\" dir=\"rtl\"><head><title>جدول</title></head><body><table><thead><tr><th>الواقعة</th><th>المبلغ</th></tr></thead><tbody><tr><td>أجر</td><td>1</td></tr></tbody></table></body></html>"
        let page = HTML(bytes: Array(markup.utf8))
        let bytes = try DocumentConversion().convert(page, to: format, language: "ar", isRightToLeft: true)
        let archive = try ZIPArchive(bytes: bytes)
        let name = format == .docx ? "word/document.xml" : "content.xml"
        let text = String(decoding: try archive.contents(of: try #require(archive.entry(named: name))), as: UTF8.self)
        #expect(text.contains(format == .docx ? "<w:bidiVisual />" : "style:writing-mode=\"rl-tb\""))
        // Every part is there, and whoever reads the file finds the cells in their order.
        let other = try DocumentConversion().convert(page, to: format, language: "ar", isRightToLeft: false)
        #expect(try archive.entries.map(\.name) == ZIPArchive(bytes: other).entries.map(\.name))
        let cells = try DocumentConversion().tables(in: bytes, format).map(\.cells)
        #expect(try cells.contains(["أجر", "1"]) && cells == DocumentConversion().tables(in: other, format).map(\.cells))
    }

    @Test("A picture is kept as it came, sealed, and shared without what the camera wrote", arguments: Backend.available)
    func kept(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let browser = await world.browser(.caseworker, of: 0)
        let picture = try Self.picture()
        let answer = await Self.add([("../../Qxphoto.jpg", picture)], to: world, browser)
        let document = try #require(answer.location)
        let page = await browser.get(document)
        #expect(page.status == 200)
        #expect(page.text.contains(SHA256.hash(data: picture).map { String(format: "%02x", $0) }.joined()))
        #expect(page.text.contains("Qxphoto.jpg") && !page.text.contains("../"))
        #expect(try await Self.bytes(browser, "\(document)/files/0") == picture)
        let shared = try await Self.bytes(browser, "\(document)/files/0/shared")
        #expect(!String(decoding: shared, as: UTF8.self).contains("Secret") && shared.starts(with: [0xFF, 0xD8]))
        let stored = try world.places[0].node.database.read { connection in
            try connection.all("SELECT sealed FROM document_piece") { $0.blob(0) }
        }
        #expect(stored.count == 1 && !String(decoding: stored[0], as: UTF8.self).contains("Secret"))
        // Sent a second time it is the same document.
        #expect(await Self.add([("photo.jpg", picture)], to: world, browser).location == document)
        #expect(await browser.get("/cases/\(world.places[0].caseRecord)").text.contains("Qxpassport page"))
    }

    @Test("Nobody else finds the document, and a page or program is not taken")
    func refused() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let document = try #require(await Self.add([("a.jpg", try Self.picture())], to: world, browser).location)
        let page = await Self.add([("a.jpg", Array("<html><script>alert(1)</script>".utf8))], to: world, browser, submission: "s2")
        #expect(await browser.get(page.location ?? "").text.contains("problem-file"))
        for (role, place) in [(Role.caseworker, 1), (.supervisor, 1), (.analyst, 0), (.administrator, 0), (.custodian, 0)] {
            let other = await world.browser(role, of: place)
            for path in [document, "\(document)/files/0", "\(document)/files/0/view", "\(document)/files/0/shared"] {
                #expect([403, 404].contains(await other.get(path).status), "\(role) of \(place) at \(path)")
            }
        }
        #expect(await browser.get("\(document)/files/7").status == 404)
        let headers = await browser.get("\(document)/files/0/view").headers
        #expect(headers[HTTPField.Name("Content-Security-Policy")!]?.contains("sandbox") == true)
        #expect(headers[.cacheControl] == "no-store")
    }

    @Test("A file that is not taken, or empty, leaves no document behind when it was to come in pieces")
    func unfitPieces() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let cases = "/cases/\(world.places[0].caseRecord)"
        for (beginning, sentence) in [(Data("MZ\u{0}\u{1}".utf8), "This kind of file is not taken"), (Data(), "The file is empty")] {
            let told = await browser.post(
                "\(cases)/documents", [("submission", "p2"), ("title", "Qxprogram"), ("pieces", "yes"), ("beginning", beginning.base64EncodedString())])
            #expect(!told.text.contains("/documents/"))
            let page = await browser.get(try #require(told.location))
            #expect(page.text.contains(sentence) && page.text.contains("Qxprogram") && !page.text.contains(Data("MZ".utf8).base64EncodedString()))
        }
        #expect(await !browser.get(cases).text.contains("Qxprogram"))
        let taken = await browser.post(
            "\(cases)/documents",
            [("submission", "p3"), ("title", "Qxphoto"), ("pieces", "yes"), ("beginning", Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]).base64EncodedString())])
        #expect(taken.text.contains("/documents/"))
    }

    @Test("A line of custody says who wrote it and when")
    func custodyLines() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let cases = "/cases/\(world.places[0].caseRecord)"
        let begun = await browser.post("\(cases)/documents", [("submission", "c1"), ("title", "Qxpassport"), ("pieces", "yes")])
        let document = try #require(begun.text.split(separator: "\"").first { $0.hasPrefix("/cases/") }.map { String($0) })
        #expect(await browser.post("\(document)/custody", [("custody", "Qxhanded over at the desk")]).status == 303)
        let page = await browser.get(document).text
        #expect(page.contains(#/Qxhanded over at the desk<\/span><br><span class="muted"><bdi>Colleague caseworker 0<\/bdi> · /#))
    }

    @Test("A large file comes in pieces, in any number of tries")
    func pieces() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let cases = "/cases/\(world.places[0].caseRecord)"
        let begun = await browser.post("\(cases)/documents", [("submission", "p1"), ("title", "Qxrecording"), ("pieces", "yes")])
        let document = try #require(begun.text.split(separator: "\"").first { $0.hasPrefix("/cases/") }.map { String($0) })
        var generator = SeededGenerator(seed: 3)
        let content = Array("OggS".utf8) + (0..<(DocumentStore.pieceSize * 2 + 77)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        func begin() async -> (upload: String, received: Int) {
            let answer = await browser.post("\(document)/uploads", [("tag", "talk.ogg/1/2"), ("bytes", "\(content.count)")])
            let words = answer.text.split(separator: "\"").map(String.init)
            let upload = words.firstIndex(of: "upload").map { words[$0 + 2] } ?? ""
            let received = words.firstIndex(of: "received").flatMap { Int(words[$0 + 1].filter(\.isNumber)) } ?? -1
            return (upload, received)
        }
        let first = await begin()
        #expect(first.received == 0)
        func send(_ number: Int, _ bytes: ArraySlice<UInt8>) async -> Int {
            let token = await browser.get("/leave-token").formToken
            return await browser.send(
                .post, "\(document)/uploads/\(first.upload)/\(number)",
                headers: [.contentType: "application/octet-stream", HTTPField.Name("X-Form-Token")!: token], body: Array(bytes)
            ).status
        }
        let size = DocumentStore.pieceSize
        #expect(await send(1, content[size..<2 * size]) == 400)
        #expect(await send(0, content[..<size]) == 200)
        #expect(await send(0, content[..<size]) == 200)
        #expect(await send(1, content[size..<(2 * size - 1)]) == 400)
        #expect(await browser.post("\(document)/uploads/\(first.upload)", [("name", "talk.ogg")]).status == 400)
        let again = await begin()
        #expect(again == (first.upload, 1))
        #expect(await send(1, content[size..<2 * size]) == 200)
        #expect(await send(2, content[(2 * size)...]) == 200)
        // The answer to the last step may be lost: asked again it is the same, and the file is there once.
        for _ in 0..<2 { #expect(await browser.post("\(document)/uploads/\(first.upload)", [("name", "talk.ogg")]).status == 200) }
        #expect(await browser.get("\(document)/files/1").status == 404)
        #expect(try await Self.bytes(browser, "\(document)/files/0") == content)
        #expect(await world.browser(.caseworker, of: 1).post("\(document)/uploads", [("tag", "x"), ("bytes", "5")]).status == 404)
    }

    @Test("An erased document has no bytes left, and a file that was altered on disk is not given out")
    func erased() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let browser = await world.browser(.caseworker, of: 0)
        let document = try #require(await Self.add([("a.jpg", try Self.picture())], to: world, browser).location)
        let record = try #require(document.split(separator: "/").last.map { String($0) })
        try node.database.write { try $0.execute("UPDATE document_piece SET sealed = ?", [.blob([UInt8](repeating: 7, count: 99))]) }
        await #expect(throws: (any Error).self) { try await Self.bytes(browser, "\(document)/files/0") }
        _ = try Erasure(node).erase(record, reason: "test")
        #expect(try node.database.read { try $0.first("SELECT count(*) FROM document_piece") { $0.integer(0) } } == 0)
        #expect(await browser.get("\(document)/files/0").status == 404)
    }

    @Test("Every letter is in its notation and can be filled in every language")
    func templates() throws {
        let catalogue = try LetterCatalogue(own: nil)
        #expect(catalogue.names == ["complaint", "demand", "embassy-request", "power-of-attorney", "summary"])
        for name in catalogue.names { #expect(catalogue.languages(of: name) == ["ar", "bn", "en", "hi", "id", "ne"]) }
        let dictionary = try DataDictionary.standard()
        for name in catalogue.names {
            for language in catalogue.languages(of: name) {
                let template = try #require(catalogue.template(name, language: language))
                let english = try #require(catalogue.template(name, language: "en"))
                #expect(Self.gaps(template).map { "\($0).\($1)" } == Self.gaps(english).map { "\($0).\($1)" }, "\(name) \(language)")
                for (subject, field) in Self.gaps(template) where !["organisation", "author", "letter", "sums"].contains(subject) {
                    let kind = ["worker": "person", "employer": "party", "agency": "party", "mandate": "claim"][subject] ?? subject
                    #expect(dictionary.field(kind, field) != nil, "\(name): \(subject).\(field)")
                }
            }
        }
    }

    @Test("An organisation's own letters are offered to its own people only")
    func ownLetters() async throws {
        let world = try WebWorld()
        let folder = world.places[0].node.folder.appending(path: "letters/\(world.places[0].node.organisation.identifier)/hardship")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("# A letter of our own\n\nWe ask for help.\n".utf8).write(to: folder.appending(path: "en.txt"))
        for place in 0...1 {
            let browser = await world.browser(.caseworker, of: place)
            let path = "/cases/\(world.places[place].caseRecord)/letters"
            #expect(await browser.get(path).text.contains("/letters/hardship") == (place == 0))
            #expect(await browser.get("\(path)/hardship").status == (place == 0 ? 200 : 404))
        }
        // A consent that nobody can give would be lacking for ever.
        try Data("@consent everything\n# A letter of our own\n".utf8).write(to: folder.appending(path: "en.txt"))
        let error = #expect(throws: AppError.self) { try LetterCatalogue(of: world.places[0].node) }
        #expect(error.map { "\($0)".contains("everything") } == true)
    }

    private static func gaps(_ template: LetterTemplate) -> [(String, String)] {
        template.parts.flatMap { part -> [LetterTemplate.Line] in
            switch part {
            case .line(let line): [line]
            case .each(_, let lines), .ifAny(_, let lines): lines
            }
        }.flatMap(\.pieces).compactMap { if case .gap(let subject, let field) = $0 { (subject, field) } else { nil } }
    }

    @Test(
        "A mistake in a letter's file is told with its line",
        arguments: [
            ("# T\n{#violation}\n- {violation.type}", "is not ended"), ("# T\n{worker}", "line 2"), ("# T\n{/violation}", "line 2"), ("text only", "title"),
            ("# T\n| only one cell", "line 2"), ("# T\n{#nothing}\n{/nothing}", "line 2"), ("# T\n{worker.names", "line 2"),
            ("# T\n{violation.type}", "line 2"),
            ("# T\n{?claim}\ntext", "is not ended"), ("# T\n{?nothing}\n{/nothing}", "line 2"), ("@needs nothing\n# T", "line 1"),
            ("# T\n{?claim}\n{claim.head}\n{/claim}", "line 3"),
        ])
    func mistakes(_ text: String, _ hint: String) {
        let error = #expect(throws: AppError.self) { try LetterTemplate(text, name: "test", language: "en") }
        #expect(error.map { "\($0)".contains(hint) } == true)
    }

    @Test(
        "A letter is filled from the case, what is not known stays open, and what people wrote is never markup", arguments: [DocumentFormat.docx, .odt, .pdf])
    func letter(_ format: DocumentFormat) async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let path = "/cases/\(world.places[0].caseRecord)/letters/complaint"
        let page = await browser.get(path)
        #expect(page.status == 200 && page.text.contains(world.places[0].workerName) && page.text.contains("……"))
        let shown = await browser.post(path, [("look", "yes"), ("letter-language", "ar"), ("request", "\"><script>alert(1)</script>")])
        #expect(shown.text.contains("شكوى") && !shown.text.contains("<script>alert") && shown.text.contains("dir=\"rtl\""))
        guard DocumentConversion().isAvailable(format) else { return }
        // Nobody has agreed that authorities are told: the page says so, and the letter needs a reason, which stands among the notes of the case.
        #expect(page.text.contains("has not agreed to this") && page.text.contains("field-reason"))
        let refused = await browser.post(path, [("format", format.rawValue), ("letter-language", "ne"), ("submission", "l0")])
        #expect(refused.headers[.contentType] != format.mediaType)
        let file = await browser.post(
            path, [("format", format.rawValue), ("letter-language", "ne"), ("reason", "He is on the phone."), ("submission", "l2")])
        let notes = await browser.get("/cases/\(world.places[0].caseRecord)").text
        #expect(notes.contains("without the worker") && notes.contains("He is on the phone."))
        #expect(file.status == 200 && file.headers[.contentType] == format.mediaType)
        let kept = await browser.post(
            path, [("format", format.rawValue), ("letter-language", "ne"), ("keep", "yes"), ("submission", "l1"), ("reason", "He is on the phone.")])
        #expect(await browser.get(try #require(kept.location)).text.contains("complaint-ne.\(format.rawValue)"))
        #expect(await world.browser(.caseworker, of: 1).get(path).status == 404)
    }

    @Test("A letter before action speaks of a schedule where there are claims only, and tells that it lacks them; its title stands once in a word processor")
    func demand() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let path = "/cases/\(world.places[0].caseRecord)"
        let look = [("look", "yes"), ("letter-language", "en"), ("deadline", "1 March"), ("request", "Qxpassport")]
        let without = await browser.post("\(path)/letters/demand", look).text
        #expect(!without.contains("schedule that goes with") && without.contains("1 March") && !without.contains("<td><bdi>Qxpassport"))
        #expect(without.contains(#/<summary>[^<]*<\/summary><ul>.*<li>Claim<\/li>/#.dotMatchesNewlines()))
        #expect(await browser.post("\(path)/add/claim", [("submission", "c"), ("head", "unpaid-wages"), ("amount", "900 QAR")]).status == 303)
        let with = await browser.post("\(path)/letters/demand", look).text
        #expect(with.contains("Total") && with.contains("900") && !with.contains("Received so far"))
        let complaint = await browser.post("\(path)/letters/complaint", look).text
        #expect(!complaint.contains("Wage paid"), "a time of pay without a sum says nothing")
        #expect(with.contains("schedule that goes with") && !with.contains("<li>Claim</li>"))
        let page = "<html><head><title>A &amp; B</title></head><body><h1>A &amp; B</h1><p>x</p></body></html>"
        #expect(String(decoding: DocumentConversion.withTitleOnce(Array(page.utf8)), as: UTF8.self).contains("<body><p>x</p>"))
        #expect(DocumentConversion.withTitleOnce(Array("<title>A</title><h1>B</h1>".utf8)) == Array("<title>A</title><h1>B</h1>".utf8))
    }

    @Test("A letter of a group names each worker, once for each to sign")
    func group() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        let path = "/cases/\(place.caseRecord)"
        #expect(await browser.post("\(path)/members", [("submission", "m"), ("members", "Bina Second\nChandra Third")]).status == 303)
        for letter in ["complaint", "power-of-attorney", "summary"] {
            let page = await browser.get("\(path)/letters/\(letter)").text
            for name in [place.workerName, "Bina Second", "Chandra Third"] { #expect(page.contains(name), "\(letter) names \(name)") }
        }
        let page = await browser.get("\(path)/letters/complaint").text
        let letter = try #require(page.range(of: "<article"))
        #expect(page[letter.lowerBound...].matches(of: #/Bina Second/#).count == 2)
        // What is not known is told of each.
        #expect(page[..<letter.lowerBound].contains("(\u{2068}Bina Second\u{2069})") && page[..<letter.lowerBound].contains("(\u{2068}Chandra Third\u{2069})"))
    }

    @Test("verify reads the files and names the document whose bytes were altered, swapped or lost", arguments: Backend.available)
    func verified(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let browser = await world.browser(.caseworker, of: 0)
        let picture = try Self.picture()
        var documents: [String] = []
        for (number, name) in ["a.jpg", "b.jpg"].enumerated() {
            let place = try #require(await Self.add([(name, picture + [UInt8(number)])], to: world, browser, submission: "v\(number)").location)
            documents.append(String(place.split(separator: "/").last ?? ""))
        }
        let node = world.places[0].node
        var seen: [Int] = []
        let whole = try NodeMaintenance(node).verify(fileProgress: { seen.append($0) })
        #expect(whole.faults.isEmpty && whole.files == 2 && seen == [1, 2] && whole.fileBytes == Int64(picture.count * 2 + 2))
        func sealed(_ record: String) throws -> (file: String, bytes: [UInt8]) {
            let found = try node.database.read { connection in
                try connection.first(
                    "SELECT p.file, p.sealed FROM document_piece p JOIN document_file f ON f.file = p.file WHERE f.record = ?", [.text(record)]
                ) { ($0.text(0), $0.blob(1)) }
            }
            return try #require(found)
        }
        let (first, second) = (try sealed(documents[0]), try sealed(documents[1]))
        func check(_ bytes: [UInt8], _ sentence: String) throws {
            try node.database.write { try $0.execute("UPDATE document_piece SET sealed = ? WHERE file = ?", [.blob(bytes), .text(first.file)]) }
            let report = try NodeMaintenance(node).verify()
            #expect(report.faults.map(\.record) == [documents[0]] && report.firstFault?.part == .documents)
            #expect(report.firstFault?.sentence.contains(documents[0]) == true && report.firstFault?.sentence.contains(sentence) == true)
        }
        var altered = first.bytes
        altered[altered.count / 2] ^= 1
        try check(altered, "altered")
        try check(second.bytes, "altered")
        try node.database.write { try $0.execute("DELETE FROM document_piece WHERE file = ?", [.text(first.file)]) }
        #expect(try NodeMaintenance(node).verify().firstFault?.sentence.contains("lacks its piece") == true)
        // A file of the right form that is another one: sealed with the right key, and not what the journal names.
        try node.database.write { connection in
            var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
            let key = try #require(try keyring.key(of: documents[0]))
            let context = SealingContext(organisation: node.organisation.identifier, record: documents[0], field: "document.file", version: "\(first.file)/0")
            try connection.execute(
                "INSERT INTO document_piece (file, number, sealed) VALUES (?, 0, ?)", [.text(first.file), .blob(try key.seal(picture + [9], for: context))])
        }
        #expect(try NodeMaintenance(node).verify().firstFault?.sentence.contains("is not the one that the journal names") == true)
        try node.database.write { try $0.execute("UPDATE document_piece SET sealed = ? WHERE file = ?", [.blob(first.bytes), .text(first.file)]) }
        #expect(try NodeMaintenance(node).verify().faults.isEmpty)
    }
}
