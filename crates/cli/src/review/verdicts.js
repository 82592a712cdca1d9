// What a person says of values and findings: kept in this browser, exported as a file.
const STORE = "tenken-review:";

function stored(doc) {
  if (!doc.verdicts) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(STORE + doc.sha256)); } catch { /* nothing is kept where storage is off */ }
    doc.verdicts = new Map(Array.isArray(kept) ? kept : []);
  }
  return doc.verdicts;
}

function keep(doc) {
  try { localStorage.setItem(STORE + doc.sha256, JSON.stringify([...stored(doc)])); } catch { /* see above */ }
}

const fieldKey = (doc, m, f) => {
  const field = doc.measures[m].fields[f];
  return ["v", doc.measures[m].key, field.r, field.h ?? "", field.y ?? "", field.i ?? "", f].join("\u0000");
};
const findingKey = (finding) => `f\u0000${finding.fingerprint}`;

function verdictOf(doc, key) { return stored(doc).get(key); }

function judge(doc, key, verdict, correct) {
  const before = verdictOf(doc, key);
  if (before && before.verdict === verdict && correct === undefined) stored(doc).delete(key);
  // What was read before a correction stays: the next one is about that text.
  else stored(doc).set(key, { verdict, ...(correct !== undefined && { correct }), ...(before?.was !== undefined && { was: before.was }) });
  keep(doc);
}

function exported() {
  const documents = DOCUMENTS.map((doc) => {
    const values = [];
    doc.measures.forEach((measure, m) => measure.fields.forEach((field, f) => {
      const own = verdictOf(doc, fieldKey(doc, m, f));
      if (!own) return;
      const value = { key: measure.key, id: measure.id, column: field.r };
      if (field.h !== undefined) value.header = field.h;
      if (field.y !== undefined) value.fiscal_year = field.y;
      if (field.i !== undefined) value.indicator = field.i;
      Object.assign(value, { origin: fieldOrigin(doc, field), text: own.was ?? field.t, verdict: own.verdict });
      if (own.correct !== undefined) value.correct = own.correct;
      // A correction that was looked at is one still.
      else if (own.was !== undefined) Object.assign(value, { verdict: "wrong", correct: field.t });
      values.push(value);
    }));
    const findings = [];
    const said = new Set();
    for (const finding of doc.findings) {
      const own = verdictOf(doc, findingKey(finding));
      if (!own || said.has(finding.fingerprint)) continue;
      said.add(finding.fingerprint);
      findings.push({ fingerprint: finding.fingerprint, code: finding.code, message: finding[LANG], verdict: own.verdict });
    }
    return { file: doc.file, sha256: doc.sha256, values, findings };
  });
  return `${JSON.stringify({ version: 1, documents }, null, 2)}\n`;
}

// Takes a file that was exported before; says how many verdicts found their place. What
// came with the page leaves alone what this browser knows, but for corrections that the
// page has applied.
function imported(text, cameWith) {
  let taken = 0;
  const same = (a, b) => (a ?? null) === (b ?? null);
  for (const given of JSON.parse(text).documents ?? []) {
    const doc = DOCUMENTS.find((it) => it.sha256 === given.sha256);
    if (!doc) continue;
    for (const value of given.values ?? []) {
      const m = doc.measures.findIndex((it) => it.key === value.key);
      if (m < 0) continue;
      const f = doc.measures[m].fields.findIndex((it) => it.r === value.column && same(it.h, value.header)
        && same(it.y, value.fiscal_year) && same(it.i, value.indicator) && (it.t === value.text || it.t === value.correct));
      if (f < 0 || !VERDICTS[value.verdict]) continue;
      const key = fieldKey(doc, m, f);
      const own = { verdict: value.verdict };
      if (!same(value.correct, null)) own.correct = String(value.correct);
      if (doc.measures[m].fields[f].t !== value.text) own.was = String(value.text);
      if (cameWith && own.was === undefined && verdictOf(doc, key)) continue;
      stored(doc).set(key, own);
      taken += 1;
    }
    for (const finding of given.findings ?? []) {
      const own = doc.findings.find((it) => it.fingerprint === finding.fingerprint);
      if (!own || !VERDICTS[finding.verdict]) continue;
      if (cameWith && verdictOf(doc, findingKey(own))) continue;
      stored(doc).set(findingKey(own), { verdict: finding.verdict });
      taken += 1;
    }
    keep(doc);
  }
  return taken;
}
