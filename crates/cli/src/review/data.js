// Documents and their pages. A page is parsed when it is drawn, and let go with it.
const DOCUMENTS = [];
for (const node of document.querySelectorAll("script.document")) {
  const it = JSON.parse(node.textContent);
  it.raw = [];
  DOCUMENTS.push(it);
}
for (const node of document.querySelectorAll("script.leaf")) DOCUMENTS[Number(node.dataset.of)]?.raw.push(node);

const parsed = new Map();
function pageOf(doc, number) {
  const key = `${DOCUMENTS.indexOf(doc)}:${number}`;
  if (!parsed.has(key)) {
    if (parsed.size > 40) parsed.delete(parsed.keys().next().value);
    parsed.set(key, JSON.parse(doc.raw[number].textContent));
  }
  return parsed.get(key);
}

// Which fields each cell was read for.
for (const doc of DOCUMENTS) {
  doc.fieldsOf = new Map();
  doc.headsOf = new Map();
  doc.findingsOf = doc.measures.map(() => []);
  doc.measures.forEach((measure, m) => measure.fields.forEach((field, f) => {
    for (const [page, cell] of field.c ?? []) {
      const key = `${page}:${cell}`;
      if (!doc.fieldsOf.has(key)) doc.fieldsOf.set(key, []);
      doc.fieldsOf.get(key).push([m, f]);
    }
  }));
  doc.tables.forEach((table, t) => table.columns.forEach((column, c) => {
    for (const [page, cell] of column.c) {
      const key = `${page}:${cell}`;
      // The innermost header stands over one column; the outer ones over several.
      if (!doc.headsOf.has(key)) doc.headsOf.set(key, []);
      doc.headsOf.get(key).push([t, c]);
    }
  }));
  doc.findings.forEach((finding, number) => {
    if (finding.measure !== undefined) doc.findingsOf[finding.measure].push(number);
  });
}

// Where a cell stands, as a report's JSON says it.
function originOf(doc, [page, cell]) {
  const data = pageOf(doc, page);
  const own = data.c[cell];
  if (!own) return null;
  if (data.s === undefined) return { page: data.n, bbox: own.slice(0, 4) };
  const letters = data.cols[own[1]] ?? "A";
  return { sheet: data.s, range: `${letters}${data.rows[own[0]] ?? 1}` };
}

function fieldOrigin(doc, field) {
  if (field.c) return originOf(doc, field.c[0]);
  if (field.o?.b) return { page: doc.pages[field.o.p].n, bbox: field.o.b };
  return null;
}

function fieldName(field) {
  const name = field.r === "extra" ? field.h : roleName(field.r);
  const by = field.r !== "extra" && field.h ? `（${field.h}）` : "";
  return `${name}${by}${field.y === undefined ? "" : ` ${yearName(field.y)}`}`;
}
