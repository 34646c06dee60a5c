/// Names that stand twice in one object.
///
/// Up to 32 members each new name is compared with those before it by hash; larger objects are sorted once at their end, so that names with chosen
/// hashes cannot make the parser quadratic.
extension JSONParser {
    static let scannedMembers = 32

    @inline(__always)
    mutating func refuseDuplicate(
        _ name: String, of members: [JSONObject.Member], firstHash: Int, at offset: Int
    ) throws(JSONFault) {
        guard members.count < Self.scannedMembers else { return }
        let hash = Self.hash(name)
        var index = firstHash
        while index < nameHashes.count {
            if nameHashes[index] == hash, members[index - firstHash].name.utf8.elementsEqual(name.utf8) {
                throw JSONFault(.duplicateName(name), at: offset)
            }
            index += 1
        }
        nameHashes.append(hash)
    }

    func refuseDuplicates(in members: [JSONObject.Member]) throws(JSONFault) {
        let order = members.indices.sorted { JSONNameOrder.precedes(members[$0].name, members[$1].name) }
        for (index, next) in zip(order, order.dropFirst())
        where members[index].name.utf8.elementsEqual(members[next].name.utf8) {
            throw JSONFault(.duplicateName(members[next].name), at: position - 1)
        }
    }

    /// FNV-1a over the bytes; not keyed, because equal hashes are only a reason to compare bytes.
    @inline(__always)
    private static func hash(_ name: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}
