// Pages: drawn when they are scrolled to, let go when they are far away.
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) draw(entry.target);
    else clear(entry.target);
  }
}, { root: byId("pages"), rootMargin: "120% 0px" });

function showPages() {
  watcher.disconnect();
  const { doc } = state;
  const frames = doc.pages.map((page, number) => {
    const name = pageName(page);
    const frame = h("article", { class: page.s === undefined ? "page" : "page sheet", data: { page: number }, "aria-label": name }, h("h2", {}, name));
    if (page.s === undefined) frame.style.aspectRatio = `${page.w} / ${page.h}`;
    else frame.style.minHeight = "200px";
    return frame;
  });
  byId("pages").replaceChildren(legend(), ...frames);
  frames.forEach((frame) => watcher.observe(frame));
}

function pageName(page) {
  if (page.s === undefined) return say(`${page.n}ページ`, `page ${page.n}`);
  return page.k ? `${page.s} (${page.k + 1})` : page.s;
}

function legend() {
  const one = (kind) => h("span", {}, h("i", { class: kind }), kind === "r" ? say("どこにも入らない文字", "text in no cell") : say(...KINDS[kind]));
  return h("p", { class: "legend" }, ["c", "x", "b", "p", "h", "r"].map(one));
}

function draw(frame) {
  if (frame.childElementCount > 1) return;
  const number = Number(frame.dataset.page);
  const data = pageOf(state.doc, number);
  frame.append(data.s === undefined ? drawPage(data, number) : drawSheet(data, number));
  light(frame);
}

function clear(frame) {
  while (frame.childElementCount > 1) {
    // A sheet is as high as it was, so that nothing jumps.
    if (frame.classList.contains("sheet")) frame.style.minHeight = `${frame.offsetHeight}px`;
    frame.lastElementChild.remove();
  }
}

function cellLabel(cell, kind, role) {
  const name = kind === "c" ? roleName(role) : kind === "x" ? role : say(...(KINDS[kind] ?? KINDS.e));
  return cell ? `${name}: ${cell}` : name;
}

const box = (x0, y0, x1, y1, properties) => s("rect", { x: x0, y: y0, width: Math.max(0, x1 - x0), height: Math.max(0, y1 - y0), ...properties });

// A picture or a scan, within its clip; one that is too large to be kept is grey.
function drawImage(matrix, [x0, y0, x1, y1], uri) {
  const unit = { width: 1, height: 1, transform: `matrix(${matrix.join(" ")})` };
  const image = uri
    ? s("image", { ...unit, preserveAspectRatio: "none", href: uri, role: "img", "aria-label": say("画像", "picture") })
    : s("rect", { ...unit, class: "missing", role: "img", "aria-label": say("表示できない画像", "a picture that is not shown") });
  const [width, height] = [Math.max(0, x1 - x0), Math.max(0, y1 - y0)];
  return s("svg", { x: x0, y: y0, width, height, viewBox: `${x0} ${y0} ${width} ${height}` }, image);
}

function drawPage(data, number) {
  const picture = s("svg", { viewBox: `0 0 ${data.w} ${data.h}`, class: data.i ? "pictured" : undefined, role: "group", "aria-label": pageName(data) });
  (data.i ?? []).forEach((it) => picture.append(drawImage(...it)));
  data.f.forEach((it) => picture.append(box(...it, { class: "tint" })));
  data.a.forEach(([y, from, to]) => picture.append(s("line", { x1: from, y1: y, x2: to, y2: y, class: "rule" })));
  data.d.forEach(([x, from, to]) => picture.append(s("line", { x1: x, y1: from, x2: x, y2: to, class: "rule" })));
  for (const [x, y, length, size, text, turn, lost] of data.t) {
    picture.append(s("text", {
      x, y, "font-size": size, textLength: length > 0 ? length : undefined, lengthAdjust: "spacingAndGlyphs",
      transform: turn ? `rotate(${turn} ${x} ${y})` : undefined, class: lost ? "lost" : data.y ? "layer" : undefined, "aria-hidden": "true",
    }, text));
    if (lost && !turn) picture.append(box(x, y - size, x + length, y + size * 0.2, { class: "lost" }));
  }
  data.c.forEach(([x0, y0, x1, y1, kind, text, role], cell) => picture.append(box(x0, y0, x1, y1, {
    class: `cell ${kind}`, data: { page: number, cell }, role: kind === "e" ? undefined : "button", "aria-label": cellLabel(text, kind, role),
  })));
  return picture;
}

function drawSheet(data, number) {
  const rows = data.rows.map(() => []);
  const taken = data.rows.map(() => new Set());
  const floating = [];
  data.c.forEach(([row, col, rowspan, colspan, kind, text, role, piece], cell) => {
    if (piece === 2) {
      floating.push(h("div", { class: "floating", data: { page: number, cell } }, text));
      return;
    }
    for (let r = row; r < row + rowspan && r < taken.length; r += 1) for (let c = col; c < col + colspan; c += 1) taken[r].add(c);
    rows[row]?.push([col, h("td", {
      class: `${kind}${piece === 1 ? " rest" : ""}`, rowspan: rowspan > 1 ? rowspan : undefined, colspan: colspan > 1 ? colspan : undefined,
      data: { page: number, cell }, role: kind === "e" ? undefined : "button", title: kind === "e" ? undefined : cellLabel("", kind, role),
    }, text)]);
  });
  const body = rows.map((cells, r) => {
    for (let c = 0; c < data.cols.length; c += 1) if (!taken[r].has(c)) cells.push([c, h("td", {})]);
    cells.sort((a, b) => a[0] - b[0]);
    return h("tr", {}, h("th", { scope: "row" }, data.rows[r]), cells.map((it) => it[1]));
  });
  const head = h("tr", {}, h("th", {}), data.cols.map((it) => h("th", { scope: "col" }, it)));
  return h("div", {}, h("table", { class: "grid", "aria-label": pageName(data) }, h("thead", {}, head), h("tbody", {}, body)), floating);
}

// Lights what is chosen on a page that is drawn.
function light(frame) {
  const number = Number(frame.dataset.page);
  frame.querySelectorAll(".lit").forEach((it) => it.classList.remove("lit"));
  frame.querySelectorAll(".spot").forEach((it) => it.remove());
  for (const [page, cell] of state.cells) {
    if (page === number) frame.querySelector(`[data-cell="${cell}"]`)?.classList.add("lit");
  }
  const picture = frame.querySelector("svg");
  if (state.spot?.b && state.spot.p === number && picture) picture.append(box(...state.spot.b, { class: "spot" }));
}

function lightAll() { document.querySelectorAll(".page").forEach(light); }

// Brings the first lit cell into sight.
function reveal() {
  const page = state.cells[0]?.[0] ?? state.spot?.p;
  const frame = page === undefined ? null : document.querySelector(`.page[data-page="${page}"]`);
  if (!frame) return;
  draw(frame);
  light(frame);
  const target = frame.querySelector(".lit, .spot") ?? frame;
  const view = byId("pages").getBoundingClientRect();
  const own = target.getBoundingClientRect();
  if (own.top < view.top || own.bottom > view.bottom || own.left < view.left || own.right > view.right) {
    target.scrollIntoView({ block: own.height > view.height ? "start" : "center", inline: "nearest" });
  }
}

function warm(cells, on) {
  for (const [page, cell] of cells ?? []) {
    document.querySelector(`.page[data-page="${page}"] [data-cell="${cell}"]`)?.classList.toggle("warm", on);
  }
}

function listenToPages() {
  const pages = byId("pages");
  const cellOf = (event) => event.target.closest?.("[data-cell]");
  const fieldsOf = (node) => state.doc.fieldsOf.get(`${node.dataset.page}:${node.dataset.cell}`) ?? [];
  pages.addEventListener("click", (event) => {
    const node = cellOf(event);
    if (node) chooseCell(Number(node.dataset.page), Number(node.dataset.cell));
  });
  for (const [name, on] of [["mouseover", true], ["mouseout", false]]) {
    pages.addEventListener(name, (event) => {
      const node = cellOf(event);
      if (!node) return;
      for (const [m, f] of fieldsOf(node)) document.querySelector(`[data-m="${m}"][data-f="${f}"]`)?.classList.toggle("warm", on);
    });
  }
}
