//! What a column holds.

use std::fmt;

/// What a column of a table of measures holds. The names in layouts are those of
/// [`Role::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    /// 番号
    Id,
    /// 施策名
    Name,
    /// 体系 (1), 分野 (2): what the measure stands under, outermost first.
    Group(u8),
    /// とりまとめ局, 担当課
    Bureau,
    /// 成果指標
    Indicator,
    /// 指標の種類: activity, output or outcome.
    Kind,
    /// 男女別: the part of the people or things that the row counts.
    Of,
    /// 単位
    Unit,
    /// The side on which values are better.
    Direction,
    /// 基準値: the value at the start of the plan.
    Baseline,
    /// 目標
    Target,
    /// 実績
    Actual,
    /// 最終目標: the target of the plan's last year.
    Goal,
    /// 達成率
    Ratio,
    /// 見込値: what is expected to come.
    Forecast,
    /// 現状値: an actual, or a baseline where an actual stands beside it. No column
    /// keeps this role once all of a table are known.
    Present,
    /// 評価
    Rating,
    /// 未達成の理由
    Reason,
    /// 備考
    Remarks,
    /// 取組実績: what was done.
    Deed,
    /// 取組計画: what is to be done.
    Plan,
    /// 今後の方向性
    Next,
    /// 予算額
    Money,
    /// 年度: when the value beside it was measured.
    Date,
    /// 区分: a column that says what each row of a record holds.
    RowsOf,
    /// A column whose rows hold one thing each, as its header or another column says.
    ByRow,
    /// Nothing that is asked for; kept in `extra`.
    Ignore,
}

/// Every role but those of groups, by its name in layouts.
const NAMES: [(Role, &str); 25] = [
    (Role::Id, "id"),
    (Role::Name, "name"),
    (Role::Bureau, "bureau"),
    (Role::Indicator, "indicator"),
    (Role::Kind, "indicator.kind"),
    (Role::Of, "of"),
    (Role::Unit, "unit"),
    (Role::Direction, "direction"),
    (Role::Baseline, "baseline"),
    (Role::Target, "target"),
    (Role::Actual, "actual"),
    (Role::Goal, "goal"),
    (Role::Ratio, "ratio"),
    (Role::Forecast, "forecast"),
    (Role::Present, "present"),
    (Role::Rating, "rating"),
    (Role::Reason, "reason"),
    (Role::Remarks, "remarks"),
    (Role::Deed, "deed"),
    (Role::Plan, "plan"),
    (Role::Next, "next"),
    (Role::Money, "money"),
    (Role::Date, "date"),
    (Role::RowsOf, "rows_of"),
    (Role::Ignore, "ignore"),
];

/// The deepest group that a layout may name.
const GROUP_LEVEL_MAX: u8 = 9;

impl Role {
    /// The role of this name: `target`, `group:1`, `by_row`.
    pub(crate) fn from_name(name: &str) -> Option<Role> {
        if let Some(level) = name.strip_prefix("group:") {
            let level = level.parse().ok()?;
            return (1..=GROUP_LEVEL_MAX).contains(&level).then_some(Role::Group(level));
        }
        if name == "by_row" {
            return Some(Role::ByRow);
        }
        NAMES.iter().find(|(_, own)| *own == name).map(|(role, _)| *role)
    }

    /// Every name that a layout may give to a column, with the first two levels of groups.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        let names = NAMES.iter().map(|(_, name)| *name).filter(|name| *name != "present");
        ["group:1", "group:2"].into_iter().chain(names)
    }

    /// Whether it is a value of an indicator, which belongs to a year.
    pub(crate) fn is_value(self) -> bool {
        use Role::{Actual, Baseline, Forecast, Goal, Present, Ratio, Target};
        matches!(self, Baseline | Target | Actual | Goal | Ratio | Forecast | Present)
    }

    /// Whether a table may have one such column for each of several years.
    pub(crate) fn is_yearly(self) -> bool {
        self.is_value() || matches!(self, Role::Rating | Role::Reason)
    }

    /// Whether it is a group of measures.
    pub(crate) fn is_group(self) -> bool {
        matches!(self, Role::Group(_))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Role::Group(level) => write!(f, "group:{level}"),
            Role::ByRow => f.write_str("by_row"),
            role => {
                let name = NAMES.iter().find(|(own, _)| own == role).map_or("", |(_, name)| name);
                f.write_str(name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        let others = [Role::Group(1), Role::Group(9), Role::ByRow];
        for role in NAMES.iter().map(|it| it.0).chain(others) {
            assert_eq!(Role::from_name(&role.to_string()), Some(role));
        }
        for name in ["", "group:0", "group:10", "group:x", "Target"] {
            assert_eq!(Role::from_name(name), None, "{name}");
        }
    }
}
