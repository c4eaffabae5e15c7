internal import Domain

extension JSONValue {
    /// What a run reports, without secrets in its texts; the words of our own vocabulary stay.
    ///
    /// It is done before anything is cut: what is left of a secret that is cut could not be told any more.
    func masked(by masker: Masker) -> JSONValue {
        switch self {
        case .string(let text): return .string(masker.mask(text))
        case .array(let items): return .array(items.map { $0.masked(by: masker) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        let isOurs = Self.words.contains(member.key)
                        return JSONObject.Member(member.key, isOurs ? member.value : member.value.masked(by: masker))
                    }
                )
            )
        default: return self
        }
    }

    private static let words: Set<String> = ["event", "state", "status"]
}
