//! A 成果指標 into what it measures: ① … ② …, or one line each.

use super::fold::Folded;
use super::pieces;
use super::unit::{self, Stated};

/// One thing that an indicator measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// ①, or none.
    pub label: Option<String>,
    /// What is measured, as published, without the label.
    pub text: String,
    /// The unit that it states: 稼働率（％）.
    pub unit: Option<Stated>,
}

/// Splits an indicator into its items.
pub fn items(indicator: &str) -> Vec<Item> {
    let folded = Folded::new(indicator);
    let pieces = pieces::split(&folded.text);
    let lone = |piece: &pieces::Piece| piece.whole.start == piece.body.start;
    let mut items: Vec<Item> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let end = piece.notes.last().map_or(piece.body.end, |note| note.end);
        let text = folded.published(&(piece.body.start..end)).to_owned();
        // A line below a labelled one carries it on: it is the same item.
        match items.last_mut() {
            Some(above) if lone(&piece) && piece.label.is_some() && above.label.is_some() => {
                above.text.push('\n');
                above.text.push_str(&text);
                above.unit = unit::stated(&above.text);
            }
            _ => {
                let label = piece.label.map(|it| folded.word(&it.name));
                items.push(Item { label, unit: unit::stated(&text), text });
            }
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    #[track_caller]
    fn reads(indicator: &str, expected: &[&str]) {
        let print = |it: super::Item| {
            let label = it.label.map_or(String::new(), |it| format!("{it}="));
            let unit =
                it.unit.map_or(String::new(), |it| format!(" [{}×{}]", it.factor, it.unit.text));
            format!("{label}{}{unit}", it.text)
        };
        let found: Vec<String> = super::items(indicator).into_iter().map(print).collect();
        assert_eq!(found, expected, "{indicator:?}");
    }

    #[test]
    fn one() {
        reads("参加人数", &["参加人数"]);
        reads(
            "かながわ子育てパーソナルサポート登録者数（累計）",
            &["かながわ子育てパーソナルサポート登録者数（累計）"],
        );
        reads("ページビュー数（PV)", &["ページビュー数（PV) [1×PV]"]);
        reads("乳児(０歳児)に係る虐待相談件数", &["乳児(０歳児)に係る虐待相談件数"]);
        reads("", &[]);
    }

    #[test]
    fn several() {
        reads("①改善\n②運用（稼働率）", &["①=改善", "②=運用（稼働率）"]);
        reads("①【LINE相談】対応率\n②件数（件）", &["①=【LINE相談】対応率", "②=件数（件） [1×件]"]);
        reads("整備\n電子化率", &["整備", "電子化率"]);
        reads("①対応件数\n（延べ）\n②解決件数", &["①=対応件数\n（延べ）", "②=解決件数"]);
        reads("①対応件数\n解決件数", &["①=対応件数\n解決件数"]);
        reads(
            "【高校】割合（％）\n【中学】割合（％）",
            &["高校=割合（％） [1×％]", "中学=割合（％） [1×％]"],
        );
    }

    proptest! {
        #[test]
        fn any_text(text: String) {
            for item in super::items(&text) {
                prop_assert!(!item.text.is_empty());
            }
        }
    }
}
