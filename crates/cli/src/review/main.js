// What is chosen, and what follows from it.
const NO_FILTERS = { rating: "", bureau: "", group: "", code: "", verdict: "", severity: "", text: "" };
const state = { doc: DOCUMENTS[0], tab: "records", filters: { ...NO_FILTERS }, cells: [], spot: null, zoom: 1, m: undefined, f: undefined, finding: undefined };

function clearFilters() {
  state.filters = { ...NO_FILTERS };
  showFilters();
}

function choose(m, f) {
  Object.assign(state, { m, f, finding: undefined });
  const field = state.doc.measures[m].fields[f];
  state.cells = field.c ?? field.o?.c ?? [];
  state.spot = field.c ? null : field.o ?? state.doc.measures[m].at ?? null;
  showField(m, f);
  lightAll();
  reveal();
  showDetail();
}

function chooseCell(page, cell) {
  const key = `${page}:${cell}`;
  const heads = state.doc.headsOf.get(key);
  if (heads) {
    showTab("layout", heads);
    state.cells = [[page, cell]];
    state.spot = null;
    lightAll();
    return;
  }
  const fields = state.doc.fieldsOf.get(key);
  if (fields) {
    // A cell of several measures: each of them in turn.
    const at = fields.findIndex(([m, f]) => m === state.m && f === state.f);
    choose(...fields[(at + 1) % fields.length]);
    return;
  }
  Object.assign(state, { m: undefined, f: undefined, finding: undefined, cells: [[page, cell]], spot: null });
  lightAll();
  showDetail([page, cell]);
}

function chooseSpot(spot) {
  Object.assign(state, { m: undefined, f: undefined, cells: spot?.c ?? [], spot: spot ?? null });
  lightAll();
  reveal();
}

function chooseFinding(n) {
  const finding = state.doc.findings[n];
  state.finding = n;
  if (state.tab !== "findings") showTab("findings");
  document.querySelectorAll(".finding[aria-current]").forEach((it) => it.removeAttribute("aria-current"));
  const node = document.querySelector(`[data-finding="${n}"]`);
  node?.setAttribute("aria-current", "true");
  node?.scrollIntoView({ block: "nearest" });
  chooseSpot(finding.at ?? (finding.measure === undefined ? null : state.doc.measures[finding.measure].at));
  showDetail();
}

function showDetail(cell) {
  const { doc } = state;
  const key = chosenKey();
  const nodes = [];
  if (state.m !== undefined) {
    const measure = doc.measures[state.m];
    const field = measure.fields[state.f];
    nodes.push(h("div", { class: "what" }, h("small", {}, `${measure.id ?? measure.name ?? ""} ${fieldName(field)}`), field.t));
  } else if (state.finding !== undefined) {
    const finding = doc.findings[state.finding];
    const compared = finding.expected === undefined ? "" : `（${say("期待", "expected")}: ${finding.expected} / ${say("実際", "found")}: ${finding.found ?? ""}）`;
    nodes.push(h("div", { class: "what" }, h("small", {}, finding.code), finding[LANG] + compared));
  } else if (cell) {
    const data = pageOf(doc, cell[0]);
    const own = data.c[cell[1]];
    const [kind, text] = own.slice(4, 6);
    nodes.push(h("div", { class: "what" }, h("small", {}, say(...(KINDS[kind] ?? KINDS.e))), text));
  } else {
    nodes.push(h("div", { class: "what" }, h("small", {}, say("値かセルを選んでください。? でキーの一覧。", "Choose a value or a cell; ? lists the keys."))));
  }
  if (key) {
    const own = verdictOf(doc, key);
    for (const [number, verdict] of [["1", "right"], ["2", "wrong"], ["3", "seen"]]) {
      nodes.push(h("button", { type: "button", data: { verdict }, "aria-pressed": String(own?.verdict === verdict), onclick: () => give(verdict) }, `${say(...VERDICTS[verdict])} `, h("kbd", {}, number)));
    }
    if (own?.verdict === "wrong" && state.m !== undefined) {
      const label = say("正しい値（Enterで保存）", "what is right (Enter keeps it)");
      nodes.push(h("input", {
        id: "correct", value: own.correct ?? "", placeholder: label, "aria-label": label,
        onchange: (event) => { judge(doc, key, "wrong", event.target.value); refresh(); },
        onkeydown: (event) => { if (event.key === "Enter") { event.target.blur(); } },
      }));
    }
  }
  byId("detail").replaceChildren(...nodes);
}

function chosenKey() {
  if (state.m !== undefined) return fieldKey(state.doc, state.m, state.f);
  return state.finding === undefined ? null : findingKey(state.doc.findings[state.finding]);
}

function give(verdict) {
  const key = chosenKey();
  if (!key) return;
  judge(state.doc, key, verdict);
  refresh();
  if (verdict === "wrong") byId("correct")?.focus();
}

// Shows a verdict where its value stands.
function refresh() {
  showDetail();
  if (state.m !== undefined) {
    const node = document.querySelector(`[data-m="${state.m}"][data-f="${state.f}"]`);
    const begins = /^\d+\. /.test(node?.firstElementChild?.textContent ?? "");
    node?.replaceWith(node.classList.contains("title") ? titleButton(state.m, state.f) : fieldRow(state.m, state.f, begins && state.doc.measures[state.m].fields[state.f].i !== undefined));
  } else if (state.tab === "findings") {
    const at = byId("panel").scrollTop;
    showFindings();
    byId("panel").scrollTop = at;
  }
}

const TABS = { records: ["施策", "measures"], totals: ["集計", "totals"], findings: ["指摘", "findings"], layout: ["見出し", "headers"] };

function showTab(tab, around) {
  state.tab = tab;
  document.querySelectorAll("[role=tab]").forEach((it) => it.setAttribute("aria-selected", String(it.dataset.tab === tab)));
  showFilters();
  if (tab === "records") showRecords(around);
  if (tab === "totals") showTotals();
  if (tab === "findings") showFindings();
  if (tab === "layout") showLayout(around);
}

function showFilters() {
  const { doc, filters } = state;
  const distinct = (values) => [...new Set(values)].filter(Boolean);
  const all = (ja, en) => ["", say(`${ja}: すべて`, `${en}: all`)];
  const pick = (label, name, options) => choice(label, options, filters[name], (value) => { filters[name] = value; showTab(state.tab); });
  const codes = pick(say("指摘", "finding"), "code", [all("指摘", "finding"), ...distinct(doc.findings.map((it) => it.code)).sort().map((it) => [it, it])]);
  const count = h("span", { class: "count", id: "count", "aria-live": "polite" });
  const nodes = [];
  if (state.tab === "records") {
    nodes.push(
      pick(say("評価", "rating"), "rating", [all("評価", "rating"), ...distinct(doc.measures.map((it) => it.rating ?? "none")).map((it) => [it, say(...RATINGS[it])])]),
      pick(say("担当", "bureau"), "bureau", [all("担当", "bureau"), ...distinct(doc.measures.flatMap((it) => it.bureaus)).map((it) => [it, it])]),
      pick(say("分類", "group"), "group", [all("分類", "group"), ...distinct(doc.measures.flatMap((it) => it.groups)).map((it) => [it, it])]),
      codes,
      pick(say("確認", "verdict"), "verdict", [all("確認", "verdict"), ["open", say("未確認あり", "not yet seen")], ...Object.keys(VERDICTS).map((it) => [it, say(...VERDICTS[it])])]),
      h("input", { type: "search", id: "search", value: filters.text, placeholder: say("検索（/）", "search (/)"), "aria-label": say("施策を検索", "search the measures"), oninput: (event) => { filters.text = event.target.value; showRecords(); } }),
      count);
  } else if (state.tab === "findings") {
    nodes.push(codes, pick(say("重さ", "severity"), "severity", [all("重さ", "severity"), ["error", say("エラー", "error")], ["warning", say("警告", "warning")], ["info", say("情報", "info")]]), count);
  } else {
    nodes.push(count);
  }
  byId("filters").replaceChildren(...nodes);
}

function showBar() {
  const { doc } = state;
  document.title = `${doc.title || doc.file} – tenken`;
  const ratings = new Map();
  doc.measures.forEach((it) => it.symbol && ratings.set(it.symbol, (ratings.get(it.symbol) ?? 0) + 1));
  const counts = [...ratings].map(([symbol, count]) => h("span", {}, `${symbol} ${count}`));
  const levels = { error: 0, warning: 0, info: 0 };
  doc.findings.forEach((it) => { levels[it.severity] += 1; });
  const counted = (level) => `${levels[level]} ${level}${levels[level] === 1 ? "" : "s"}`;
  counts.push(h("span", {}, say(`エラー${levels.error} 警告${levels.warning} 情報${levels.info}`, `${counted("error")}, ${counted("warning")}, ${counted("info")}`)));
  const file = h("input", { type: "file", accept: "application/json,.json", id: "file", class: "hidden", tabindex: "-1", "aria-label": say("確認結果を読み込む", "import verdicts"), onchange: takeFile });
  byId("bar").replaceChildren(...[
    DOCUMENTS.length > 1 && choice(say("文書", "document"), DOCUMENTS.map((it, n) => [String(n), it.file]), String(DOCUMENTS.indexOf(doc)), (value) => open(Number(value))),
    h("h1", {}, doc.title || doc.file, h("small", {}, [doc.publisher, doc.yearText, doc.file.split(/[\\/]/).pop()].filter(Boolean).join("　"))),
    h("div", { class: "counts" }, counts),
    h("button", { type: "button", onclick: () => zoom(1 / 1.25), "aria-label": say("縮小", "smaller") }, "−"),
    h("button", { type: "button", onclick: () => zoom(1.25), "aria-label": say("拡大", "larger") }, "＋"),
    h("button", { type: "button", id: "export", onclick: () => save("review.json", "application/json", exported()) }, say("確認結果を書き出す", "export verdicts")),
    h("button", { type: "button", onclick: () => file.click() }, say("読み込む", "import")), file,
    h("button", { type: "button", onclick: () => byId("help").showModal(), "aria-label": say("キーの一覧", "keys") }, "?"),
  ].filter(Boolean));
}

async function takeFile(event) {
  let words;
  try {
    const taken = imported(await event.target.files[0].text());
    words = say(`${taken}件の確認結果を読み込みました。`, `${taken} verdicts were taken over`);
  } catch {
    words = say("確認結果のファイルではありません。", "that is no file of verdicts");
  }
  event.target.value = "";
  showTab(state.tab, state.m);
  showDetail();
  byId("detail").prepend(h("strong", { id: "taken" }, words));
}

function zoom(by) {
  state.zoom = Math.min(5, Math.max(0.4, state.zoom * by));
  byId("pages").style.setProperty("--zoom", state.zoom);
}

const KEYS = [
  ["j / k", "次・前の値", "next, previous value"], ["J / K", "次・前の施策", "next, previous measure"], ["n / N", "次・前の指摘", "next, previous finding"],
  ["/", "検索", "search"], ["1 / 2 / 3", "正しい・誤り・確認済み", "right, wrong, seen"], ["+ / −", "拡大・縮小", "larger, smaller"], ["Esc", "選択を解く", "choose nothing"], ["?", "この一覧", "this list"],
];

function showHelp() {
  byId("help").setAttribute("aria-label", say("キーの一覧", "keys"));
  byId("help").replaceChildren(
    h("h2", {}, say("キー", "keys")),
    h("table", {}, h("tbody", {}, KEYS.map(([keys, ja, en]) => h("tr", {}, h("td", {}, h("kbd", {}, keys)), h("td", {}, say(ja, en)))))),
    h("p", { class: "note" }, say("確認結果はこのブラウザーに残ります。ほかの人に渡すときや tenken check --review で使うときは書き出してください。", "Verdicts stay in this browser; export them to hand them on or to use them with tenken check --review.")),
    h("form", { method: "dialog" }, h("button", {}, say("閉じる", "close"))));
}

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (event.target.matches?.("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const actions = {
      j: () => step(1), k: () => step(-1), J: () => step(1, true), K: () => step(-1, true), n: () => nextFinding(1), N: () => nextFinding(-1),
      "/": () => { if (state.tab !== "records") showTab("records", state.m); byId("search").focus(); },
      "?": () => byId("help").showModal(), 1: () => give("right"), 2: () => give("wrong"), 3: () => give("seen"), "+": () => zoom(1.25), "-": () => zoom(1 / 1.25),
      Escape: () => { Object.assign(state, { m: undefined, f: undefined, finding: undefined, cells: [], spot: null }); document.querySelectorAll("[aria-current]").forEach((it) => it.removeAttribute("aria-current")); lightAll(); showDetail(); },
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });
}

function open(number) {
  parsed.clear();
  Object.assign(state, { doc: DOCUMENTS[number], m: undefined, f: undefined, finding: undefined, cells: [], spot: null, filters: { ...NO_FILTERS } });
  showBar();
  showPages();
  showTab(state.doc.measures.length ? "records" : "layout");
  showDetail();
}

function start() {
  const tabs = Object.entries(TABS).map(([tab, words]) => h("button", { type: "button", role: "tab", data: { tab }, "aria-controls": "panel", onclick: () => showTab(tab) }, say(...words)));
  byId("pages").setAttribute("aria-label", say("ページ", "pages"));
  byId("side").setAttribute("aria-label", say("読み取り結果", "what was read"));
  byId("side").append(h("div", { class: "tabs", role: "tablist", "aria-label": say("読み取り結果", "what was read") }, tabs), h("div", { class: "filters", id: "filters" }), h("div", { class: "panel", id: "panel", role: "tabpanel", tabindex: "0", "aria-label": say("一覧", "list") }));
  byId("panel").addEventListener("scroll", moveWindow, { passive: true });
  showHelp();
  listenToPages();
  listenToKeys();
  const given = document.querySelector("script.verdicts");
  if (given) imported(given.textContent, true);
  open(0);
  document.documentElement.dataset.ready = "true";
}

start();
