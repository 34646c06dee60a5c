/// Forms whose settings ask for answers without groups around them: conditions of the groups move to their questions.
enum FlatForm {
    static func withInheritedRelevance(_ nodes: [FormNode], relevant parent: String? = nil) -> [FormNode] {
        nodes.map { node in
            var node = node
            let relevant =
                switch (parent, node.relevant) {
                case (let parent?, let own?): "\(parent) and (\(own))"
                case (let parent, let own): parent ?? own
                }
            if node.children.isEmpty {
                node.relevant = relevant
            } else {
                node.children = withInheritedRelevance(node.children, relevant: relevant)
            }
            return node
        }
    }
}
