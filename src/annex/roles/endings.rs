//! Headers that nobody knows, by their last word, where no other names the records:
//! 業務指標, 【気候変動】の指標, アクション名, 検証項目.

use super::Why;
use super::candidate::{Candidate, Kinds};
use crate::layout::Role;

/// The last words of headers that name something, and what they name.
const ENDINGS: [(&str, Role); 3] =
    [("指標", Role::Indicator), ("名", Role::Name), ("項目", Role::Name)];

/// Gives the first column of words whose header ends as one of names does the role that no
/// other column has.
pub(super) fn claim(candidates: &mut [Candidate], kinds: &[Kinds]) {
    for (ending, role) in ENDINGS {
        let has = |role: Role| candidates.iter().any(|it| it.role == Some(role));
        // 項目 may be those of an indicator.
        if has(role) || ending == "項目" && has(Role::Indicator) {
            continue;
        }
        let is_it = |(own, kind): &(&mut Candidate, &Kinds)| {
            let words = own.levels.last().map_or("", |it| it.words.as_str());
            own.role.is_none()
                && own.why == Why::Unclaimed
                && words.ends_with(ending)
                && kind.filled > 0
                && 2 * kind.numbers < kind.filled
        };
        if let Some((own, _)) = candidates.iter_mut().zip(kinds).find(is_it) {
            (own.role, own.why) = (Some(role), Why::Part);
        }
    }
}
