// Everything that a person reads, in the language of the page.
const LANG = document.documentElement.lang === "en" ? "en" : "ja";
const say = (ja, en) => (LANG === "ja" ? ja : en);

const ROLES = {
  id: ["番号", "number"], name: ["施策名", "name"], bureau: ["担当", "bureau"], indicator: ["指標", "indicator"],
  "indicator.kind": ["指標の種類", "kind"], of: ["対象", "of"], unit: ["単位", "unit"], direction: ["方向", "direction"],
  baseline: ["基準値", "baseline"], target: ["目標", "target"], actual: ["実績", "actual"], goal: ["最終目標", "goal"],
  ratio: ["達成率", "ratio"], forecast: ["見込値", "forecast"], rating: ["評価", "rating"], reason: ["理由", "reason"],
  remarks: ["備考", "remarks"], deed: ["取組実績", "deed"], plan: ["計画", "plan"], next: ["今後の方向性", "next"],
  money: ["予算・決算", "money"], date: ["年度", "date"], rows_of: ["行の区分", "rows of"], ignore: ["対象外", "ignore"],
  by_row: ["行ごとの値", "by row"],
};

function roleName(role) {
  if (ROLES[role]) return say(...ROLES[role]);
  const level = /^group:(\d)$/.exec(role);
  return level ? say(`分類${level[1]}`, `group ${level[1]}`) : role;
}

const RATINGS = {
  achieved: ["達成", "achieved"], mostly_achieved: ["概ね達成", "mostly achieved"], not_achieved: ["未達成", "not achieved"],
  pending: ["集計中", "pending"], not_set: ["未設定", "not set"], none: ["評価なし", "no rating"],
};
const STATES = { done: ["実施", "done"], none: ["なし", "none"], pending: ["集計中", "pending"], not_set: ["未設定", "not set"] };
const BOUNDS = { at_least: ["以上", "at least"], at_most: ["以下", "at most"], less_than: ["未満", "less than"], more_than: ["超", "more than"] };
const VERDICTS = { right: ["正しい", "right"], wrong: ["誤り", "wrong"], seen: ["確認済み", "seen"] };
const MARKS = { right: "✓", wrong: "✗", seen: "•" };

const KINDS = {
  c: ["読み取った", "read"], x: ["その他の列に残した", "kept under its own header"], b: ["区分の見出し・集計表など", "groups, totals, plan"],
  s: ["集計表・体系の表", "totals or plan"], p: ["読み飛ばした", "passed over"], h: ["見出し", "header"], e: ["空", "empty"],
};

// 令和 and the like, as reports print years.
function yearName(year) {
  if (LANG === "en") return `FY${year}`;
  if (year >= 2019) return `令和${year === 2019 ? "元" : year - 2018}年度`;
  if (year >= 1989) return `平成${year === 1989 ? "元" : year - 1988}年度`;
  return `${year}年度`;
}

// What a value says, as the program understood it.
function partsOf(parts) {
  const one = (part) => {
    const state = part.s && STATES[part.s];
    if (part.n === undefined) return state ? `${part.l ?? ""} ${say(...state)}`.trim() : "";
    const upper = part.u === undefined ? "" : `〜${part.u}`;
    const bound = part.b ? ` ${say(...BOUNDS[part.b])}` : "";
    return `${part.l ? `${part.l} ` : ""}${part.n}${upper}${part.m ? ` ${part.m}` : ""}${bound}`;
  };
  return (parts ?? []).map(one).filter(Boolean).join(" / ");
}
