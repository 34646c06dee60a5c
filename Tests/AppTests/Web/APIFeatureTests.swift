import Dictionary
import Formats
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing

@testable import App

@Suite("The API: forms, search, tasks, exports", .serialized)
struct APIFeatureTests {
    private static let filled: JSONValue = [
        "worker_name": "Qxasha Example | आशा", "destination": "QA", "what_happened": "Passport kept", "reach": ["phone": "+977 9812345678"],
        "more": ["wishes": ["unpaid-wages"], "sex": ["absent": "refused", "note": "Later"]],
    ]

    @Test("A form is read, sent once for one key, listed and read back; its case is the sender's")
    func forms() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .caseworker)
        let forms = await program.send(.get, "/forms")
        #expect(forms.json?["items"]?.array?.compactMap { $0["form"]?.string }.prefix(2) == ["first_contact", "rights_violation_report"])
        let form = await program.send(.get, "/forms/first_contact", headers: [.acceptLanguage: "ne"])
        let questions = try #require(form.json?["questions"]?.array)
        #expect(form.json?["title"] == "पहिलो सम्पर्क")
        #expect(questions.first { $0["name"] == "worker_name" }?["label"] == "कामदारको नाम")
        #expect(questions.contains { $0["kind"] == "group" && ($0["questions"]?.array?.count ?? 0) > 1 })
        #expect(questions.first { $0["name"] == "destination" }?["choices"]?.array?.contains { $0["value"] == "QA" } == true)
        #expect(!"\(questions)".contains("case_status"), "what is computed out of sight is no question")
        let wish = questions.first { $0["name"] == "more" }?["questions"]?.array?.first { $0["name"] == "wishes" }?["choices"]?.array?.first?["value"]
        var answers = try #require(Self.filled.object)
        var more = try #require(answers["more"]?.object)
        more["wishes"] = .array([try #require(wish)])
        answers["more"] = .object(more)

        let key = try #require(HTTPField.Name("Idempotency-Key"))
        let body: JSONValue = ["answers": .object(answers)]
        let sent = await program.send(.post, "/forms/first_contact/submissions", body, headers: [key: "key-00001"])
        #expect(sent.status == 201, "\(String(describing: sent.json))")
        let record = try #require(sent.json?["case"]?.string)
        #expect(sent.headers[.location] == "/api/v1/cases/\(record)")
        #expect(await program.send(.post, "/forms/first_contact/submissions", body, headers: [key: "key-00001"]).json?["case"]?.string == record)
        let people = await program.send(.get, "/cases/\(record)/people").json?["items"]?.array
        #expect(people?.count == 1 && "\(String(describing: people))".contains("आशा"))
        let submission = try #require(sent.json?["submission"]?.string)
        let read = await program.send(.get, "/cases/\(record)/submissions/\(submission)")
        #expect(read.json?["answers"]?["reach"]?["phone"] == "+977 9812345678" && read.json?["answers"]?["more"]?["sex"]?["absent"] == "refused")
        let listed = await program.send(.get, "/submissions")
        #expect(listed.json?["items"]?.array?.compactMap { $0["submission"]?.string } == [submission])
        #expect(listed.json?["items"]?.array?.first?["answers"] == nil)
        // Without the scope for people the answers stay hidden; who does not work on the case finds nothing.
        let factsOnly = try APIProgram(world, .caseworker, of: 0, [.readCases])
        let hidden = await factsOnly.send(.get, "/cases/\(record)/submissions/\(submission)")
        #expect(hidden.status == 200 && hidden.json?["answers"] == nil)
        #expect(await (try APIProgram(world, .legal)).send(.get, "/submissions").json?["items"] == [])
        #expect(await (try APIProgram(world, .supervisor, of: 1)).send(.get, "/cases/\(record)/submissions/\(submission)").status == 404)
        #expect(try NodeMaintenance(world.places[0].node).verify().firstFault == nil)
    }

    @Test("What is sent to a case that is there adds to it and leaves what is not named as it is; repeats are lists")
    func adding() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .caseworker)
        let place = world.places[0]
        let body: JSONValue = [
            "case": .string(place.caseRecord),
            "answers": ["people": [["person_name": "Qxwitness One", "person_role": "witness"], ["person_name": "Qxwitness Two", "person_role": "witness"]]],
        ]
        let sent = await program.send(.post, "/forms/rights_violation_report/submissions", body)
        #expect(sent.status == 201, "\(String(describing: sent.json))")
        let people = await program.send(.get, "/cases/\(place.caseRecord)/people").json?["items"]?.array
        #expect(people?.count == 3 && "\(String(describing: people))".contains(place.workerName))
        #expect(await (try APIProgram(world, .caseworker, of: 1)).send(.post, "/forms/rights_violation_report/submissions", body).status == 404)
    }

    @Test(
        "What does not fit the form is told with its place",
        arguments: [
            ("{\"answers\":{}}", "/answers/worker_name"), ("{\"answers\":{\"nobody_asked\":\"x\"}}", "/answers/nobody_asked"),
            ("{\"answers\":{\"worker_name\":\"A\",\"destination\":\"Atlantis\",\"what_happened\":\"x\"}}", "/answers/destination"),
            ("{\"answers\":{\"reach\":\"x\"}}", "/answers/reach"), ("{\"answers\":{\"case_status\":\"closed\"}}", "/answers/case_status"),
            ("{\"answers\":{\"destination\":[\"QA\",\"SA\"]}}", "/answers/destination"),
            ("{\"answers\":{\"more\":{\"sex\":{\"absent\":\"tired\"}}}}", "/answers/more/sex/absent"),
            ("{\"answers\":{\"worker_name\":{\"worth\":\"A\"}}}", "/answers/worker_name/worth"), ("{\"answers\":[]}", "/answers"),
            ("{\"answers\":{},\"case\":\"0000000000000000\"}", nil), ("{\"answers\":{},\"version\":\"1\"}", "/version"),
        ] as [(String, String?)])
    func mistakes(_ body: String, _ pointer: String?) async throws {
        let world = try WebWorld()
        let answer = await (try APIProgram(world, .caseworker)).send(.post, "/forms/first_contact/submissions", text: body)
        #expect(answer.status == (pointer == nil ? 404 : 422), "\(body)")
        #expect(pointer == nil || answer.json?["errors"]?.array?.first?["pointer"]?.string == pointer, "\(body): \(String(describing: answer.json))")
    }

    @Test("The search finds a name and a word with reasons, only what the token may see, and not the other organisation's")
    func search() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .caseworker)
        let place = world.places[0]
        try world.pipeline.services.search.prepare(place.node)
        let found = await program.send(.post, "/search", ["query": .string(place.workerName)])
        #expect(found.json?["items"]?.array?.first?["case"]?["case"]?.string == place.caseRecord)
        #expect(found.json?["items"]?.array?.first?["reasons"]?.array?.first?["kind"] == "name")
        let word = await program.send(.post, "/search", ["query": "told", "limit": .integer(1)])
        let reasons = word.json?["items"]?.array?.first?["reasons"]?.array ?? []
        #expect(reasons.contains { $0["kind"]?.string == "words" && $0["word"]?.string == "Told" })
        let blind = await (try APIProgram(world, .caseworker, of: 0, [.search])).send(.post, "/search", ["query": .string(place.workerName)])
        #expect(blind.json?["items"]?.array?.isEmpty == true && blind.json?["total"]?.integer == 0)
        let foreign = await (try APIProgram(world, .supervisor, of: 1)).send(.post, "/search", ["query": .string(place.workerName)])
        #expect(foreign.json?["items"]?.array?.isEmpty == true)
        for wrong in ["0", "1.no", "0.\(place.caseRecord)", "999.\(place.caseRecord)"] {
            #expect(await program.send(.post, "/search", ["query": "x", "after": .string(wrong)]).status == 422, "\(wrong)")
        }
    }

    @Test("Tasks are added, due, done and open again; a task of a case is for who works on it")
    func tasks() async throws {
        let world = try WebWorld()
        let program = try APIProgram(world, .caseworker)
        let place = world.places[0]
        let path = "/cases/\(place.caseRecord)/tasks"
        let made = await program.send(.post, path, ["title": "Qxcall the embassy", "due": "2000-01-01"])
        #expect(made.status == 201, "\(String(describing: made.json))")
        let task = try #require(made.json?["task"]?.string)
        let own = await program.send(.post, "/tasks", ["title": "Qxbuy paper"])
        #expect(own.status == 201)
        let due = await program.send(.get, "/tasks?section=overdue")
        let overdue = due.json?["items"]?.array ?? []
        #expect(due.json?["ready"]?.bool == true)
        #expect(overdue.contains { $0["title"]?.string == "Qxcall the embassy" && $0["case"]?.string == place.caseRecord })
        #expect(await program.send(.get, "/tasks?section=standing").json?["items"]?.array?.contains { $0["title"]?.string == "Qxbuy paper" } == true)
        #expect(await program.send(.patch, "\(path)/\(task)", ["done": .bool(true)]).status == 200)
        #expect(await program.send(.get, "/tasks?section=overdue").json?["items"]?.array?.contains { $0["record"]?.string == task } == false)
        #expect(await program.send(.patch, "\(path)/\(task)", ["done": .bool(false)]).status == 200)
        #expect(await program.send(.get, "/tasks?section=overdue").json?["items"]?.array?.contains { $0["record"]?.string == task } == true)
        // What it says is changed by itself, and an empty text takes out what stood there.
        #expect(await program.send(.patch, "\(path)/\(task)", ["title": "Qxcall the labour attaché", "details": "Ask for the list"]).status == 200)
        let renamed = await program.send(.get, "/tasks?section=overdue").json?["items"]?.array ?? []
        #expect(renamed.contains { $0["title"]?.string == "Qxcall the labour attaché" && $0["record"]?.string == task })
        #expect(await program.send(.patch, "\(path)/\(task)", ["due": ""]).status == 200)
        #expect(await program.send(.get, "/tasks?section=standing").json?["items"]?.array?.contains { $0["record"]?.string == task } == true)
        for body: JSONValue in [.object(JSONObject()), ["title": ""], ["account": "nobody"], ["due": "the 31st of June"]] {
            #expect(await program.send(.patch, "\(path)/\(task)", body).status == 422)
        }
        // Pages of tasks hold each once, also when one is done in between.
        for number in 1...5 { #expect(await program.send(.post, "/tasks", ["title": .string("Qx\(number)"), "due": .string("2001-02-0\(number)")]).status == 201) }
        let first = await program.send(.get, "/tasks?section=overdue&limit=2").json
        let shown = first?["items"]?.array?.compactMap { $0["title"]?.string } ?? []
        #expect(shown == ["Qx5", "Qx4"])
        let done = first?["items"]?.array?.first?["record"]?.string ?? ""
        #expect(await program.send(.patch, "/tasks/\(done)", ["done": .bool(true)]).status == 200)
        let second = await program.send(.get, "/tasks?section=overdue&limit=2&after=\(first?["next"]?.string ?? "")").json
        #expect(second?["items"]?.array?.compactMap { $0["title"]?.string } == ["Qx3", "Qx2"])
        #expect(await program.send(.get, "/tasks?section=overdue&after=2").status == 422)
        // A task outside a case is given to a colleague, who alone sees it then.
        let colleague = try APIProgram(world, .legal)
        let given = try #require(own.json?["task"]?.string)
        #expect(await program.send(.patch, "/tasks/\(given)", ["account": .string(place.accounts[.legal]?.identifier ?? "")]).status == 200)
        #expect(await program.send(.patch, "/tasks/\(given)", ["done": .bool(true)]).status == 404)
        #expect(await colleague.send(.get, "/tasks?section=standing").json?["items"]?.array?.contains { $0["record"]?.string == given } == true)
        let mine = await program.send(.post, "/tasks", ["title": "Qxmine"])
        #expect(await colleague.send(.patch, "\(path)/\(task)", ["done": .bool(true)]).status == 404)
        #expect(await colleague.send(.patch, "/tasks/\(mine.json?["task"]?.string ?? "")", ["done": .bool(true)]).status == 404)
        let stranger = place.accounts[.legal]?.identifier ?? ""
        #expect(await program.send(.post, path, ["title": "x", "account": .string(stranger)]).status == 422)
        #expect(await program.send(.post, path, ["title": "x", "due": "the 31st of June"]).json?["errors"]?.array?.first?["pointer"] == "/due")
        #expect(await (try APIProgram(world, .caseworker, of: 0, [.readTasks])).send(.post, "/tasks", ["title": "x"]).status == 403)
    }

    @Test("Exports hold each case once over all pages, identity only with its scope, and are written down")
    func exports() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let writer = try APIProgram(world, .caseworker)
        for number in 0..<4 {
            let body: JSONValue = [
                "case": ["summary": ["values": [.string("S\(number)")]], "destination-country": ["values": ["QA"]]],
                "person": ["names": ["values": [.string("N\(number)")]]],
            ]
            #expect(await writer.send(.post, "/cases", body).status == 201)
        }
        let program = try APIProgram(world, .supervisor)
        func whole(_ program: APIProgram, _ query: String) async -> (content: String, cases: Int64) {
            var (content, cases, after) = ("", Int64(0), String?.none)
            repeat {
                let page = await program.send(.get, "/exports/cases?limit=2&\(query)" + (after.map { "&after=\($0)" } ?? ""))
                content += page.json?["content"]?.string ?? "none"
                cases += page.json?["cases"]?.integer ?? 0
                after = page.json?["next"]?.string
            } while after != nil
            return (content, cases)
        }
        let lines = await whole(program, "format=jsonl")
        #expect(lines.cases == 5 && lines.content.contains(place.workerName))
        let persons = lines.content.split(separator: "\n").compactMap { try? JSONValue.parse(Array($0.utf8)) }.filter { $0["kind"] == "person" }
        #expect(persons.count == 5)
        let open = await whole(try APIProgram(world, .supervisor, of: 0, [.export]), "format=jsonl")
        #expect(open.cases == 5 && !open.content.contains(place.workerName))
        for format in ["htcds-json", "htcds-csv", "facts-csv"] { #expect(await whole(program, "format=\(format)").cases == 5, "\(format)") }
        // Nobody has agreed to anything, so nothing is for others.
        let withheld = await program.send(.get, "/exports/cases?purpose=share-with-partner&limit=2")
        #expect(withheld.json?["cases"]?.integer == 0 && withheld.json?["withheld"]?.integer == 2)
        #expect(await (try APIProgram(world, .supervisor, of: 1)).send(.get, "/exports/cases").json?["cases"]?.integer == 1)
        let entries = try place.node.database.read {
            try RecordRows(connection: $0, organisation: place.node.organisation.number).entries(of: place.caseRecord)
        }
        #expect(entries.contains { $0.entry.act == .read && $0.entry.author == place.accounts[.supervisor]?.identifier && $0.entry.ground != nil })
    }
}
