// Totals, findings, and headers with their roles.
function showTotals() {
  const { doc } = state;
  const { declared, computed } = doc.totals;
  const symbols = [...new Set([...declared, ...computed].flatMap((row) => row.counts.map((it) => it[0])))];
  const table = (rows, others, caption, isDeclared) => {
    const head = h("tr", {}, h("th", { scope: "col" }, say("区分", "group")), symbols.map((it) => h("th", { scope: "col" }, it)), h("th", { scope: "col" }, say("計", "all")));
    const body = rows.map((row) => {
      const other = others.find((it) => it.label === row.label);
      const cell = (own, theirs) => {
        const differs = own !== undefined && own !== null && theirs !== undefined && theirs !== null && own !== theirs;
        return h("td", { class: differs ? "differs" : undefined, title: differs ? say(`もう一方は ${theirs}`, `the other is ${theirs}`) : undefined }, own ?? "");
      };
      const count = (of, symbol) => of?.counts.find((it) => it[0] === symbol)?.[1];
      const choosable = isDeclared && row.at;
      return h("tr", {
        class: choosable ? "row" : undefined, tabindex: choosable ? "0" : undefined, role: choosable ? "button" : undefined,
        onclick: choosable ? () => chooseSpot(row.at) : undefined,
        onkeydown: choosable ? (event) => event.key === "Enter" && chooseSpot(row.at) : undefined,
      }, h("td", {}, row.label), symbols.map((it) => cell(count(row, it), count(other, it))), cell(row.total, other?.total));
    });
    return h("table", { class: "totals" }, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, body));
  };
  const nodes = [];
  if (declared.length) nodes.push(table(declared, computed, say("報告書に書かれた集計", "as the report declares"), true));
  else nodes.push(h("p", { class: "note" }, say("報告書に集計の表はありません。", "the report declares no totals")));
  nodes.push(table(computed, declared, say("施策を数えた集計", "as counted from the measures"), false));
  const legendOf = doc.legend.map((it) => `${it.symbol} ${it.label}`).join("　");
  if (legendOf) nodes.push(h("p", { class: "note" }, say("凡例: ", "legend: ") + legendOf));
  byId("panel").replaceChildren(...nodes);
}

function shownFindings() {
  const { doc, filters } = state;
  return doc.findings.map((it, n) => n).filter((n) => (!filters.code || doc.findings[n].code === filters.code)
    && (!filters.severity || doc.findings[n].severity === filters.severity));
}

function showFindings() {
  const { doc } = state;
  const list = shownFindings();
  const nodes = list.slice(0, 2000).map((n) => {
    const finding = doc.findings[n];
    const own = verdictOf(doc, findingKey(finding));
    const measure = finding.measure === undefined ? "" : doc.measures[finding.measure].id ?? doc.measures[finding.measure].name ?? "";
    return h("button", {
      class: `finding ${finding.severity}`, type: "button", data: { finding: n }, "aria-current": state.finding === n ? "true" : undefined,
      onclick: () => chooseFinding(n),
    }, h("b", {}, finding.code), h("small", {}, measure), " ", finding[LANG],
    own && h("span", { class: `verdict ${own.verdict}` }, ` ${MARKS[own.verdict]} ${say(...VERDICTS[own.verdict])}`));
  });
  if (!nodes.length) nodes.push(h("p", { class: "note" }, say("指摘はありません。", "no finding")));
  byId("panel").replaceChildren(...nodes);
  byId("count").textContent = `${list.length} / ${doc.findings.length}`;
}

function nextFinding(by) {
  const list = shownFindings();
  if (!list.length) return;
  const at = list.indexOf(state.finding);
  chooseFinding(list[(at + by + (at < 0 && by < 0 ? 1 : 0) + list.length) % list.length]);
}

// The roles that a person gave to columns, by header path: what a layout says.
function rolesGiven() { state.doc.given ??= new Map(); return state.doc.given; }

function showLayout(chosen) {
  const { doc } = state;
  const given = rolesGiven();
  const options = [["", say("（指定しない）", "(unclaimed)")], ...doc.roles.map((it) => [it, `${roleName(it)}  ${it}`])];
  const refused = doc.refused && h("p", { class: "refused", role: "alert" }, doc.refused[LANG]);
  const nodes = [refused || "", h("p", { class: "note" }, say(
    "ページの見出しを選ぶか、下の表で列の役割を変え、レイアウト（TOML）として書き出します。書き出したファイルは --layout で使えます。",
    "Choose a header on the page or change the role of a column below, and export it as a layout (TOML) for --layout.")),
  h("p", {}, h("button", { type: "button", id: "toml", onclick: () => save("layout.toml", "application/toml", toml()) }, say("レイアウトを書き出す", "export the layout")))];
  doc.tables.forEach((table, t) => {
    const columns = table.columns.map((column, c) => {
      if (!column.path.trim()) return null;
      const role = given.get(column.path) ?? column.role ?? "";
      const is = chosen?.some(([a, b]) => a === t && b === c);
      return h("tr", { class: [is && "lit", given.has(column.path) && "changed"].filter(Boolean).join(" "), data: { column: `${t}:${c}` } },
        h("td", {}, h("button", { type: "button", onclick: () => { light1(column.c); } }, column.path)),
        h("td", {}, choice(say(`${column.path} の役割`, `role of ${column.path}`), options.some((it) => it[0] === role) ? options : [...options, [role, role]], role, (value) => {
          if (value === (column.role ?? "")) given.delete(column.path);
          else given.set(column.path, value);
          showLayout([[t, c]]);
        })), h("td", { class: "note" }, column.why));
    });
    const name = table.page === undefined || table.page === null ? "" : pageName(doc.pages[table.page]);
    nodes.push(h("h3", {}, `${name} ${table.caption ?? ""} `, h("small", { class: "note" }, table.annex ? say("施策の表", "measures") : say("施策の表ではない", "none of measures"))),
      h("table", { class: "columns" }, h("tbody", {}, columns)));
  });
  byId("panel").replaceChildren(...nodes);
  const row = chosen && document.querySelector(`[data-column="${chosen[0].join(":")}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.querySelector("select")?.focus({ preventScroll: true });
}

function light1(cells) { state.cells = cells; state.spot = null; lightAll(); reveal(); }

// A basic string of TOML.
function quoted(text) {
  const escape = (c) => (c === '"' || c === "\\" ? `\\${c}` : `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}`);
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, escape)}"`;
}

function toml() {
  const { doc } = state;
  const given = rolesGiven();
  const lines = [`match = [${quoted(doc.title)}]`, "", "[columns]"];
  const said = new Set();
  doc.tables.forEach((table) => table.columns.forEach((column) => {
    const role = given.get(column.path) ?? (table.annex ? column.role ?? "" : "");
    if (!column.path.trim() || said.has(column.path)) return;
    if (!table.annex && !given.has(column.path)) return;
    said.add(column.path);
    // What was claimed and is to be so no more is kept in `extra`.
    if (role === "" && given.has(column.path)) lines.push(`${quoted(column.path)} = "ignore"`);
    else if (role !== "" && role !== "by_row") lines.push(`${quoted(column.path)} = ${quoted(role)}`);
  }));
  return `${lines.join("\n")}\n`;
}
