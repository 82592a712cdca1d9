//! The words behind a number that say what becomes of it: 10件に減少, 20％削減する,
//! 研修３回開催, 100％を目指す.
//!
//! ```text
//! level  = goal verb end*                  8,000件に減少した, 50％まで削減, 20％へ
//! change = [ link ] direction end*         20％削減する, 30％減を目指す
//! act    = [ "を" | "の" | "に" ] verb end*     研修３回開催, 100％を維持, 10校に導入
//! end    = "する" | "した" | "を目指す" | "となる" …
//! ```
//!
//! The verb alone never decides between a level and a change: the particle does.

use super::Reader;
use crate::value::change::{self, Change, Direction};
use crate::value::fold::longest;

/// What is done with what is counted, and says nothing of its size.
const ACTS: &[&str] = &[
    "実施", "開催", "導入", "設置", "整備", "登録", "参加", "利用", "公開", "配信", "作成", "策定",
    "締結", "認定", "支援", "配布", "発行", "掲載", "受講", "構築", "開発", "開設", "配備", "達成",
    "確保", "維持", "養成", "育成", "採択", "採用", "派遣", "処理", "受付", "対応", "申請", "完了",
    "継続", "交付", "選定", "指定", "更新", "改修", "移行", "普及", "増強", "活用", "提供", "訪問",
    "調査", "修了", "移住", "就職", "来場", "視聴", "研修", "把握", "獲得", "誘致", "創出", "到達",
];

/// What leads to a level: 10件以下に抑える, 5校に統合, 20％に達する.
const TO_A_LEVEL: &[&str] = &[
    "する",
    "した",
    "して",
    "し",
    "なる",
    "なった",
    "なり",
    "なって",
    "とどめ",
    "留め",
    "とどま",
    "留ま",
    "収め",
    "収ま",
    "おさえ",
    "達し",
    "達する",
    "設定",
    "統合",
    "集約",
    "変更",
    "見直し",
    "見直す",
    "回復",
    "固定",
    "据え置",
    "戻す",
    "戻し",
    "拡充",
    "充実",
    "再編",
    "増強",
];

/// Endings of a verb, and what a target adds to it.
const ENDS: &[&str] = &[
    "る",
    "す",
    "する",
    "した",
    "して",
    "し",
    "します",
    "しました",
    "させる",
    "させた",
    "させ",
    "された",
    "される",
    "できた",
    "せる",
    "た",
    "て",
    "ました",
    "ます",
    "済",
    "済み",
    "している",
    "しており",
    "すること",
    "ること",
    "こと",
    "いる",
    "を目指す",
    "をめざす",
    "を目指し",
    "を目標",
    "を目標とする",
    "とする",
    "とした",
    "となる",
    "となった",
    "を図る",
    "を図った",
    "を達成",
    "を実現",
    "を見込む",
    "が目標",
    "である",
    "であった",
    "だった",
    "です",
    "でした",
    "となっている",
    "ている",
    "く",
    "いた",
];

/// What may stand behind a number without any verb before it: 100件を目指す.
const CLOSINGS: &[&str] = &[
    "を目指す",
    "をめざす",
    "を目指し",
    "を目標",
    "を目標とする",
    "を目標に",
    "が目標",
    "とする",
    "とした",
    "とすること",
    "となる",
    "となった",
    "となり",
    "となっている",
    "である",
    "であった",
    "だった",
    "です",
    "でした",
    "を見込む",
    "を想定",
    "を予定",
    "を実現",
    "を堅持",
    "ずつ",
];

/// Units of time behind which an act makes an attribute: 24時間対応.
const TIMES: &[&str] = &["day", "year", "month", "week", "hour", "minute", "age"];

/// The most endings of a verb one behind the other: 削減 する こと を目指す.
const ENDS_MAX: usize = 4;

impl Reader<'_, '_> {
    /// 8,000件に減少: what is named is reached, whatever the verb says.
    pub(super) fn level(&mut self) -> Option<()> {
        let rest = self.rest();
        let goal = change::goal(rest)?;
        let after = &rest[goal..];
        let verb = [ACTS, TO_A_LEVEL].into_iter().filter_map(|it| longest(after, it));
        let verb = verb.map(str::len).chain(change::verb(after).map(|(_, len)| len)).max();
        let len = match verb {
            // 15日に実施 is a date.
            Some(_) if self.may_be_date() && longest(after, ACTS).is_some() => return None,
            Some(verb) => goal + verb,
            // 100件まで is a bound, 10日に a date, and 3と4 two numbers.
            None if after.is_empty() && rest.starts_with(['に', 'へ']) && !self.may_be_date() => {
                goal
            }
            None => return None,
        };
        // 前年度比80％に削減 is a ratio; 前年度より10件に減少 names both ends.
        let is_ratio = self.is_ratio();
        if let Some(Change { basis, .. }) = self.it.change.take_if(|_| !is_ratio) {
            self.it.notes.extend(basis);
        }
        self.it.level = true;
        self.at += len;
        self.ends();
        Some(())
    }

    /// 20％減, 3件の増加.
    pub(super) fn direction(&mut self) -> Option<()> {
        let open = self.it.change.as_ref().is_none_or(|it| it.direction == Direction::Unstated);
        let (direction, len) = change::direction(self.rest()).filter(|_| open && !self.it.level)?;
        self.it.change.get_or_insert(Change { basis: None, direction }).direction = direction;
        self.at += len;
        self.ends();
        Some(())
    }

    /// An act, but not behind a time: 15日開催 is a date, 24時間対応 a service.
    pub(super) fn act(&mut self) -> Option<()> {
        if !self.is_counted() {
            return None;
        }
        let rest = self.rest();
        let link = longest(rest, &["を", "の", "が", "で"]).unwrap_or_default().len();
        let act = longest(&rest[link..], ACTS)?;
        self.at += link + act.len();
        self.ends();
        Some(())
    }

    /// 100件を目指す, 80％とする.
    pub(super) fn closing(&mut self) -> Option<()> {
        let len = longest(self.rest(), CLOSINGS)?.len();
        (!self.may_be_date()).then_some(())?;
        self.at += len;
        self.ends();
        Some(())
    }

    fn ends(&mut self) {
        for _ in 0..ENDS_MAX {
            let Some(end) = longest(self.rest(), ENDS) else { break };
            self.at += end.len();
        }
    }

    /// Whether the number counts something that can be acted on; a bound says so
    /// of times too (20分以内を維持), and so does a zero of words (事故ゼロを達成).
    fn is_counted(&self) -> bool {
        let code = self.it.unit.as_ref().and_then(|it| it.code.as_deref());
        self.zero || code.is_some_and(|code| !TIMES.contains(&code) || self.it.bound.is_some())
    }

    /// 15日 and 3年 may be a day and a year, unless a bound makes them an amount.
    pub(super) fn may_be_date(&self) -> bool {
        let code = self.it.unit.as_ref().and_then(|it| it.code.as_deref());
        let is_amount = self.it.unit.as_ref().is_some_and(|it| it.text.ends_with('間'));
        self.it.bound.is_none()
            && !is_amount
            && code.is_some_and(|it| super::before::DATE_LIKE.contains(&it))
    }
}
