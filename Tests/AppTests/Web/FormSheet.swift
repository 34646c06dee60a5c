import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import App

/// Hidden fields of a form's page, in their order, and the address it is sent to.
struct FormSheet {
    var fields: [(String, String)]
    var action: String
    var token: String

    /// - Parameter address: where the form goes, of a page with several; else the first that is kept.
    init(_ page: String, to address: String? = nil) {
        let forms = page.components(separatedBy: "<form ").filter { $0.contains("data-kept=") || $0.contains("name=\"holder\"") }
        let form = forms.first { form in address.map { form.contains(" action=\"\($0)\"") } ?? true } ?? page
        fields = form.matches(of: #/<input type="hidden" name="([^"]+)" value="([^"]*)"/#).map { (String($0.1), String($0.2)) }.filter {
            $0.0 != "form-token"
        }
        action = form.firstMatch(of: #/ action="([^"]+)"/#).map { String($0.1) } ?? ""
        token = WebBrowser.value(of: "form-token", in: form) ?? ""
    }

    var number: String { fields.first { $0.0 == "submission" }?.1 ?? "" }
}

extension WebBrowser {
    /// Sends a form of a page that cannot be saved as it is, and opens where it is kept, with what is wrong.
    func refusal(_ target: String, _ fields: [(String, String)]) async -> Answer {
        let answer = await post(target, fields)
        guard answer.status == 303, let location = answer.location, location.contains("draft="), location.hasSuffix("&check=1") else {
            Issue.record("\(target) is not kept with what is wrong, but answers \(answer.status)")
            return answer
        }
        return await get(location)
    }

    /// Whether a form of a page cannot be saved as it is, and says why where it is kept.
    func isRefused(_ target: String, _ fields: [(String, String)]) async -> Bool {
        let page = await refusal(target, fields)
        return page.status == 200 && page.text.contains("id=\"problems\"")
    }

    /// Sends a form as its page would.
    func send(_ sheet: FormSheet, _ answers: [(String, String)], _ action: (String, String) = ("action", "save")) async -> Answer {
        await post(sheet.action, sheet.fields + answers + [action], token: sheet.token)
    }

    /// Adds a form of the organisation's own, called `visit`, with the files that belong to it.
    func addForm(_ text: String, with files: [(name: String, text: String)] = []) async -> Answer {
        let token = await get("/forms/own").formToken
        var parts = ["--b\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n\(token)\r\n"]
        for file in [(field: "form", name: "visit.csv", text: text)] + files.map({ (field: "media", name: $0.name, text: $0.text) }) {
            parts.append(
                "--b\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\nContent-Type: text/csv\r\n\r\n\(file.text)\r\n")
        }
        parts.append("--b--\r\n")
        return await send(.post, "/forms/own", headers: [.contentType: "multipart/form-data; boundary=b"], body: Array(parts.joined().utf8))
    }

    /// Registers a worker with the form of first contact.
    func register(_ name: String, summary: String = "x", phone: String? = nil, country: String = "QA") async -> Answer {
        let answers = [("q-worker_name", name), ("q-destination", country), ("q-what_happened", summary)]
        return await send(FormSheet(await get("/cases/new").text), answers + (phone.map { [("q-phone", $0)] } ?? []))
    }
}
