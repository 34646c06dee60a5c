import Foundation

@testable import App

/// A form as a page shows it, with all its controls, so that a test can send whatever a page has without knowing it.
struct PageForm {
    var action: String
    var hidden: [(String, String)] = []
    /// Names of controls in which anything can be typed.
    var texts: [String] = []
    /// Of each group of options, and of the first button with a name, one value.
    var chosen: [(String, String)] = []

    /// All forms of a page that are posted.
    static func all(in page: String) -> [PageForm] {
        page.components(separatedBy: "<form ").dropFirst().compactMap { part in
            let text = part.components(separatedBy: "</form>")[0]
            let head = attributes(text[..<(text.firstIndex(of: ">") ?? text.endIndex)])
            guard head["method"] == "post", let action = head["action"] else { return nil }
            return PageForm(action, text)
        }
    }

    private init(_ action: String, _ text: String) {
        self.action = action
        var known: Set<String> = []
        for match in text.matches(of: #/<(input|textarea|select|button)( [^>]*)?>/#) {
            let tag = String(match.1)
            let own = Self.attributes(match.2 ?? "")
            guard let name = own["name"] else { continue }
            switch (tag, own["type"]) {
            case ("input", "hidden"): if name != "form-token" { hidden.append((name, own["value"] ?? "")) }
            case ("input", "radio"), ("input", "checkbox"), ("button", _): if known.insert(name).inserted { chosen.append((name, own["value"] ?? "")) }
            case ("input", "file"): break
            case ("select", _):
                let options = text[match.range.upperBound...].components(separatedBy: "</select>")[0].matches(of: #/<option( [^>]*)?>/#)
                if let value = options.compactMap({ Self.attributes($0.1 ?? "")["value"] }).first(where: { !$0.isEmpty }) { chosen.append((name, value)) }
            default: texts.append(name)
            }
        }
    }

    private static func attributes(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for match in text.matches(of: #/([a-z-]+)="([^"]*)"/#) where found[String(match.1)] == nil {
            found[String(match.1)] = String(match.2).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        }
        return found
    }
}
