// ---- charts: bars are plain elements, so that their words keep their size on any screen ------

function bar(kind, share) {
  const filled = make("span", { class: `bar bar-${kind}` });
  filled.style.width = `${Math.max(share > 0 ? 1 : 0, 100 * share)}%`;
  return make("span", { class: "track", "aria-hidden": "true" }, filled);
}

// The first entries of a chart, and a button for the others.
function folded(place, entries, most, rest) {
  const list = make("ul", {}, ...entries);
  const show = (all) => { entries.forEach((entry, at) => { entry.classList.toggle("folded", !all && at >= most); }); };
  show(false);
  byId(place).replaceChildren(list);
  if (entries.length <= most) return;
  const words = `其余 ${entries.length - most} ${rest}`;
  const more = make("button", { type: "button", class: "more", "aria-expanded": "false" }, words);
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") === "false";
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? "收起" : words;
    show(open);
  });
  byId(place).append(more);
}

function chartMeasures() {
  const measures = data.summary.measures;
  const most = Math.max(1, ...measures.map((one) => Math.max(one.claimed, one.assessed, one.decided)));
  const line = (word, kind, yuan) => make("span", { class: "sums" },
    make("span", {}, word), bar(kind, yuan / most), make("span", { class: "right" }, `${sum(yuan)} 元`));
  folded("chart-measures", measures.map((one) => make("li", {},
    make("span", { class: "name" }, `${one.id} ${one.title}（${one.claims.toLocaleString()} 项）`),
    line("申报", "claimed", one.claimed), line("核定", "assessed", one.assessed), line("裁定", "decided", one.decided))), 3, "个事项");
}

const RANK = { error: 0, warning: 1, info: 2 };

// How many findings there are of each kind: what blocks first, then what is most frequent.
function kinds() {
  const found = new Map();
  for (let index = 0; index < total; index += 1) {
    const key = columns.code[index] * 4 + RANK[text("severity", index)];
    const entry = found.get(key) || { code: text("code", index), title: text("title", index), severity: text("severity", index), count: 0 };
    entry.count += 1;
    found.set(key, entry);
  }
  return [...found.values()].sort((one, other) => RANK[one.severity] - RANK[other.severity] || other.count - one.count);
}

function chartKinds() {
  const all = kinds();
  const most = Math.max(1, ...all.map((one) => one.count));
  folded("chart-kinds", all.map((one) => {
    const count = `${one.count.toLocaleString()} 处${data.words.severity[one.severity]}`;
    const choose = () => { byId("by-code").value = one.code; byId("by-severity").value = one.severity; show("findings"); filter(); byId("list").focus(); };
    return make("li", {}, make("button", { type: "button", class: "kind", "aria-label": `只看：${one.title}，${count}`, onclick: choose },
      make("span", { class: "name" }, one.title), bar(one.severity, one.count / most), make("span", {}, count)));
  }), 7, "类问题");
}
