//! What a value of an indicator is: its target, its actual …

/// What a value of an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueRole {
    /// 基準値
    Baseline,
    /// 目標
    Target,
    /// 実績
    Actual,
    /// 最終目標
    Goal,
    /// 達成率
    Ratio,
    /// 見込値
    Forecast,
}

impl ValueRole {
    /// Every role, in the order in which reports print them.
    pub const ALL: [ValueRole; 6] = [
        ValueRole::Baseline,
        ValueRole::Target,
        ValueRole::Actual,
        ValueRole::Goal,
        ValueRole::Ratio,
        ValueRole::Forecast,
    ];

    /// Its name in the JSON.
    pub fn code(self) -> &'static str {
        match self {
            ValueRole::Baseline => "baseline",
            ValueRole::Target => "target",
            ValueRole::Actual => "actual",
            ValueRole::Goal => "goal",
            ValueRole::Ratio => "ratio",
            ValueRole::Forecast => "forecast",
        }
    }

    /// Its name as a person reads it in Japanese.
    pub fn name(self) -> &'static str {
        match self {
            ValueRole::Baseline => "基準値",
            ValueRole::Target => "目標",
            ValueRole::Actual => "実績",
            ValueRole::Goal => "最終目標",
            ValueRole::Ratio => "達成率",
            ValueRole::Forecast => "見込",
        }
    }
}
