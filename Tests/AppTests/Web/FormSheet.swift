import Foundation
import TestSupport

@testable import App

/// Hidden fields of a form's page, in their order, and the address it is sent to.
struct FormSheet {
    var fields: [(String, String)]
    var action: String
    var token: String

    init(_ page: String) {
        let form = page.range(of: "id=\"form\"").map { String(page[$0.lowerBound...]) } ?? page
        fields = form.matches(of: #/<input type="hidden" name="([^"]+)" value="([^"]*)"/#).map { (String($0.1), String($0.2)) }.filter {
            $0.0 != "form-token"
        }
        action = form.firstMatch(of: #/ action="([^"]+)"/#).map { String($0.1) } ?? ""
        token = WebBrowser.value(of: "form-token", in: form) ?? ""
    }

    var number: String { fields.first { $0.0 == "submission" }?.1 ?? "" }
}

extension WebBrowser {
    /// Sends a form as its page would.
    func send(_ sheet: FormSheet, _ answers: [(String, String)], _ action: (String, String) = ("action", "save")) async -> Answer {
        await post(sheet.action, sheet.fields + answers + [action], token: sheet.token)
    }

    /// Registers a worker with the form of first contact.
    func register(_ name: String, summary: String = "x", phone: String? = nil, country: String = "QA") async -> Answer {
        let answers = [("q-worker_name", name), ("q-destination", country), ("q-what_happened", summary)]
        return await send(FormSheet(await get("/cases/new").text), answers + (phone.map { [("q-phone", $0)] } ?? []))
    }
}
