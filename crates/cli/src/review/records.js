// Measures beside the pages: a window of the list, moved as it is scrolled.
const CHUNK = 40;

function matching() {
  const { doc, filters } = state;
  const words = filters.text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  doc.measures.forEach((measure, m) => {
    if (filters.rating && (measure.rating ?? "none") !== filters.rating) return;
    if (filters.bureau && !measure.bureaus.includes(filters.bureau)) return;
    if (filters.group && !measure.groups.includes(filters.group)) return;
    if (filters.code && !doc.findingsOf[m].some((it) => doc.findings[it].code === filters.code)) return;
    if (filters.verdict && !measure.fields.some((_, f) => (verdictOf(doc, fieldKey(doc, m, f))?.verdict ?? "open") === filters.verdict)) return;
    if (words.length) {
      measure.folded ??= [measure.id, measure.name, ...measure.fields.map((it) => it.t)].join("\n").normalize("NFKC").toLowerCase();
      if (!words.every((word) => measure.folded.includes(word))) return;
    }
    found.push(m);
  });
  return found;
}

function record(m) {
  const { doc } = state;
  const measure = doc.measures[m];
  const marks = doc.findingsOf[m].map((it) => doc.findings[it].code);
  const own = (role) => measure.fields.findIndex((it) => it.r === role);
  const heading = (role, text) => (own(role) < 0 ? h("span", {}, text ?? "") : titleButton(m, own(role)));
  const head = h("h3", {}, heading("id", measure.id), heading("name", measure.name),
    marks.length > 0 && h("span", { class: "marks", title: say("この施策についての指摘", "findings about it") }, [...new Set(marks)].join(" ")),
    h("span", { class: "symbol", title: measure.rating ? say(...RATINGS[measure.rating]) : undefined }, measure.symbol ?? ""));
  const fields = measure.fields.map((field, f) => ({ field, f })).filter(({ f }) => f !== own("id") && f !== own("name"));
  let indicator;
  const rows = fields.map(({ field, f }) => {
    const begins = field.i !== undefined && field.i !== indicator;
    indicator = field.i;
    return fieldRow(m, f, begins);
  });
  return h("article", { class: "record", data: { record: m }, "aria-label": `${measure.id ?? ""} ${measure.name ?? ""}` }, head, rows);
}

function mark(own) {
  if (own?.was !== undefined) return `✎ ${say("修正済み", "corrected")}（${say("元", "was")}: ${own.was}）`;
  return own && `${MARKS[own.verdict]} ${say(...VERDICTS[own.verdict])}${own.correct === undefined ? "" : `: ${own.correct}`}`;
}

// Number and name stand in the heading.
function titleButton(m, f) {
  const field = state.doc.measures[m].fields[f];
  const own = verdictOf(state.doc, fieldKey(state.doc, m, f));
  return h("button", {
    class: "field title", type: "button", data: { m, f }, "aria-current": state.m === m && state.f === f ? "true" : undefined, title: fieldName(field),
    onclick: () => choose(m, f), onmouseenter: () => warm(field.c, true), onmouseleave: () => warm(field.c, false),
  }, field.t, own && h("span", { class: `verdict ${own.verdict}` }, ` ${mark(own)}`));
}

function fieldRow(m, f, begins) {
  const { doc } = state;
  const field = doc.measures[m].fields[f];
  const parts = partsOf(field.p);
  const own = verdictOf(doc, fieldKey(doc, m, f));
  const number = begins ? `${field.i + 1}. ` : "";
  return h("button", {
    class: "field", type: "button", data: { m, f }, "aria-current": state.m === m && state.f === f ? "true" : undefined,
    onclick: () => choose(m, f), onmouseenter: () => warm(field.c, true), onmouseleave: () => warm(field.c, false),
  },
  h("span", { class: "name" }, number + fieldName(field)),
  h("span", { class: "text" }, field.t, parts && h("small", { class: "parts" }, parts)),
  h("span", { class: `verdict ${own?.verdict ?? ""}` }, mark(own)));
}

function showRecords(around) {
  const panel = byId("panel");
  state.list = matching();
  const at = Math.max(0, around === undefined ? 0 : state.list.indexOf(around));
  state.window = [Math.max(0, at - CHUNK / 2), Math.min(state.list.length, at + CHUNK)];
  const nodes = state.list.slice(...state.window).map(record);
  const notes = [];
  if (state.doc.refused) notes.push(h("p", { class: "refused", role: "alert" }, state.doc.refused[LANG]));
  if (!nodes.length) notes.push(h("p", { class: "note" }, say("該当する施策はありません。", "no measure matches")));
  panel.replaceChildren(...notes, ...nodes);
  panel.scrollTop = 0;
  byId("count").textContent = `${state.list.length} / ${state.doc.measures.length}`;
}

// Adds records at either end, and lets those at the other go.
function moveWindow() {
  if (state.tab !== "records" || !state.list) return;
  const panel = byId("panel");
  const [from, to] = state.window;
  if (panel.scrollTop + panel.clientHeight > panel.scrollHeight - 600 && to < state.list.length) {
    const next = Math.min(state.list.length, to + CHUNK);
    panel.append(...state.list.slice(to, next).map(record));
    state.window = [from, next];
    const spare = next - from - 5 * CHUNK;
    if (spare > 0) {
      const before = panel.scrollHeight;
      [...panel.querySelectorAll(".record")].slice(0, spare).forEach((it) => it.remove());
      panel.scrollTop -= before - panel.scrollHeight;
      state.window = [from + spare, next];
    }
  } else if (panel.scrollTop < 600 && from > 0) {
    const next = Math.max(0, from - CHUNK);
    const before = panel.scrollHeight;
    const first = panel.querySelector(".record");
    state.list.slice(next, from).map(record).forEach((it) => panel.insertBefore(it, first));
    panel.scrollTop += panel.scrollHeight - before;
    state.window = [next, to];
    const spare = to - next - 5 * CHUNK;
    if (spare > 0) {
      [...panel.querySelectorAll(".record")].slice(-spare).forEach((it) => it.remove());
      state.window = [next, to - spare];
    }
  }
}

function showField(m, f) {
  if (state.tab !== "records") showTab("records", m);
  let node = document.querySelector(`[data-m="${m}"][data-f="${f}"]`);
  if (!node) {
    if (!matching().includes(m)) clearFilters();
    showRecords(m);
    node = document.querySelector(`[data-m="${m}"][data-f="${f}"]`);
  }
  document.querySelectorAll(".field[aria-current]").forEach((it) => it.removeAttribute("aria-current"));
  node?.setAttribute("aria-current", "true");
  node?.scrollIntoView({ block: "nearest" });
}

// The next value in the order of the list; by record, the first of the next measure.
function step(by, whole) {
  const list = state.list ?? matching();
  if (!list.length) return;
  const at = list.indexOf(state.m);
  if (state.m === undefined || at < 0) return choose(list[0], 0);
  if (!whole) {
    const next = state.f + by;
    if (state.doc.measures[state.m].fields[next]) return choose(state.m, next);
  }
  const m = list[at + by];
  if (m === undefined) return;
  choose(m, by < 0 && !whole ? state.doc.measures[m].fields.length - 1 : 0);
}
