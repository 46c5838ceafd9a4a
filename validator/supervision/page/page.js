"use strict";
// Everything shown is set as text, never as markup: what stands in a claim cannot run here.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const texts = data.findings.texts;
const columns = data.findings.columns;
const total = data.findings.stake.length;
const text = (name, index) => texts[columns[name][index]];
const sum = (yuan) => yuan === null || yuan === undefined ? "—"
  : yuan.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SVG = "http://www.w3.org/2000/svg";

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function say(words) {
  byId("said").textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { byId("said").textContent = ""; }, 8000);
}

// ---- decisions taken in this page ----------------------------------------------------------

const taken = new Map();  // index of a finding → what was decided here and not yet applied
const remembered = { reviewer: "", until: "" };
const OPENING = ["pass", "reduce"];
const WAITING = ["open", "conflict", "lapsed", "expired"];

const standing = (index) => taken.has(index) ? "taken" : text("standing", index);
function standingWord(index) {
  if (taken.has(index)) return `待保存：${taken.get(index).decision}`;
  return data.words.standing[text("standing", index)].split("（")[0];
}

function glance() {
  const made = data.summary;
  const blocked = made.blocking > 0;
  byId("verdict").textContent = made.verdict;
  byId("verdict").className = blocked ? "blocked" : "free";
  byId("fault").hidden = !made.fault;
  if (made.fault) byId("fault").textContent = `审核记录被改动过（${made.fault}），没有采用任何裁定。`;
  const claims = data.claims.length;
  const facts = [
    ["申报", `${claims.toLocaleString()} 项`], ["申报金额（元）", sum(made.claimed)],
    ["核定金额（元）", sum(made.assessed)], ["差额（元）", sum(made.claimed - made.assessed)],
    ["未放行错误", made.blocking.toLocaleString()], ["待审提醒", made.warnings.toLocaleString()],
    ["已放行", made.letThrough.toLocaleString()], ["核查日期", made.on],
  ];
  byId("glance").replaceChildren(...facts.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

// ---- charts -------------------------------------------------------------------------------

function chartMeasures() {
  const measures = data.summary.measures.slice(0, 12);
  const most = Math.max(1, ...measures.map((one) => Math.max(one.claimed, one.assessed)));
  const height = measures.length * 38 + 18;
  const said = measures.map((one) => `${one.id} 申报 ${sum(one.claimed)} 元，核定 ${sum(one.assessed)} 元`);
  const chart = draw("svg", { viewBox: `0 0 560 ${height}`, width: "100%", role: "img", "aria-label": said.join("；") });
  measures.forEach((one, place) => {
    const y = place * 38 + 4;
    const name = draw("text", { x: 0, y: y + 19 });
    name.textContent = one.id;
    const title = draw("title"); title.textContent = `${one.title}：${said[place]}`;
    const claimed = draw("rect", { class: "bar bar-claimed", x: 82, y, width: 330 * one.claimed / most, height: 13 });
    const assessed = draw("rect", { class: "bar bar-assessed", x: 82, y: y + 15, width: 330 * one.assessed / most, height: 13 });
    const words = draw("text", { x: 88 + 330 * one.claimed / most, y: y + 11 }); words.textContent = `申报 ${sum(one.claimed)}`;
    const found = draw("text", { x: 88 + 330 * one.assessed / most, y: y + 26 }); found.textContent = `核定 ${sum(one.assessed)}`;
    chart.append(draw("g", {}, title, name, claimed, assessed, words, found));
  });
  byId("chart-measures").replaceChildren(chart);
}

function kinds() {
  const found = new Map();
  for (let index = 0; index < total; index += 1) {
    const key = `${text("code", index)}|${text("severity", index)}`;
    const entry = found.get(key) || { code: text("code", index), title: text("title", index), severity: text("severity", index), count: 0 };
    entry.count += 1;
    found.set(key, entry);
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}

function chartKinds() {
  const all = kinds().slice(0, 40);
  const most = Math.max(1, ...all.map((one) => one.count));
  const chart = draw("svg", { viewBox: `0 0 560 ${all.length * 22 + 6}`, width: "100%" });
  all.forEach((one, place) => {
    const y = place * 22 + 2;
    const words = draw("text", { x: 0, y: y + 14 }); words.textContent = `${one.title}`.slice(0, 16);
    const bar = draw("rect", { class: `bar bar-${one.severity}`, x: 210, y, width: Math.max(2, 260 * one.count / most), height: 17 });
    const count = draw("text", { x: 216 + 260 * one.count / most, y: y + 14 });
    count.textContent = `${one.count.toLocaleString()} ${data.words.severity[one.severity]}`;
    const group = draw("g", { role: "button", tabindex: "0", "aria-label": `只看${one.title}，${one.count} 处` }, words, bar, count);
    const choose = () => { byId("by-code").value = one.code; byId("by-severity").value = one.severity; filter(); };
    group.addEventListener("click", choose);
    group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } });
    chart.append(group);
  });
  byId("chart-kinds").replaceChildren(chart);
}

// ---- filters ------------------------------------------------------------------------------

const haystack = new Array(total);
for (let index = 0; index < total; index += 1) {
  haystack[index] = ["message", "claim_id", "applicant", "person", "title", "code", "id"]
    .map((name) => text(name, index)).join(" ").toLowerCase();
}
let shown = [];
let current = -1;  // place in `shown`
let claimOnly = null;

function options(select, all, entries) {
  select.replaceChildren(make("option", { value: "" }, all), ...entries.map(([value, words]) => make("option", { value }, words)));
  select.addEventListener("change", filter);
}

function setUpFilters() {
  options(byId("by-severity"), "全部", Object.entries(data.words.severity));
  options(byId("by-standing"), "全部", [["waiting", "待裁定"], ...Object.entries(data.words.standing), ["taken", "待保存"]]);
  const codes = new Map(kinds().map((one) => [one.code, `${one.code} ${one.title}`]));
  options(byId("by-code"), "全部", [...codes].sort());
  options(byId("by-measure"), "全部", data.summary.measures.map((one) => [one.id, `${one.id} ${one.title}`]));
  byId("search").addEventListener("input", filter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    for (const id of ["search", "by-severity", "by-standing", "by-code", "by-measure"]) byId(id).value = "";
    claimOnly = null;
    filter();
  });
}

function filter() {
  const began = performance.now();
  const words = byId("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const number = (name, value) => value === "" ? -1 : texts.indexOf(value);
  const severity = number("severity", byId("by-severity").value);
  const code = number("code", byId("by-code").value);
  const measure = number("measure", byId("by-measure").value);
  const wanted = byId("by-standing").value;
  const found = [];
  for (let index = 0; index < total; index += 1) {
    if (severity >= 0 && columns.severity[index] !== severity) continue;
    if (code >= 0 && columns.code[index] !== code) continue;
    if (measure >= 0 && columns.measure[index] !== measure) continue;
    if (claimOnly !== null && data.findings.claim[index] !== claimOnly) continue;
    if (wanted) {
      const state = standing(index);
      if (wanted === "waiting" ? !WAITING.includes(state) : state !== wanted) continue;
    }
    if (words.length && !words.every((word) => haystack[index].includes(word))) continue;
    found.push(index);
  }
  shown = found;
  current = shown.length ? 0 : -1;
  byId("list").scrollTop = 0;
  const only = claimOnly === null ? "" : `，只看申报 ${data.claims[claimOnly].id}`;
  byId("count").textContent = `${shown.length.toLocaleString()} / ${total.toLocaleString()} 项${only}`;
  rows(true);
  filter.took = performance.now() - began;
}

// ---- the list: only what is in sight is in the page ----------------------------------------

const ROW = 58, HEAD = 32;
let drawn = [0, 0];

function rows(force = false) {
  const list = byId("list"), room = byId("room");
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 6);
  const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 6);
  if (!force && first === drawn[0] && last === drawn[1]) return;
  drawn = [first, last];
  room.style.height = `${shown.length * ROW}px`;
  list.setAttribute("aria-rowcount", String(shown.length + 1));
  const made = [];
  for (let place = first; place < last; place += 1) made.push(row(place));
  room.replaceChildren(...made);
  list.setAttribute("aria-activedescendant", current >= first && current < last ? `row-${current}` : "");
}

function row(place) {
  const index = shown[place];
  const severity = text("severity", index), state = standing(index);
  const tone = state === "let_through" || state === "waived" ? "done" : WAITING.includes(state) && state !== "open" ? "alarm" : "";
  const claim = [text("claim_id", index) || "（整个文件）", text("applicant", index) || text("file", index)];
  const node = make("div", {
    role: "row", id: `row-${place}`, "aria-rowindex": place + 2, "aria-selected": place === current ? "true" : "false",
    onclick: () => { select(place, true); },
  },
    make("span", { role: "gridcell" }, make("span", { class: `chip ${severity}` }, data.words.severity[severity])),
    make("span", { role: "gridcell", class: `two ${tone}` }, standingWord(index)),
    make("span", { role: "gridcell", class: "right" }, sum(data.findings.stake[index])),
    make("span", { role: "gridcell", class: "two" }, `${claim[0]} ${claim[1]}`),
    make("span", { role: "gridcell", class: "two" }, `${text("title", index)}：${text("message", index)}`));
  node.style.top = `${place * ROW}px`;
  return node;
}

function select(place, open) {
  if (!shown.length) return;
  current = Math.max(0, Math.min(shown.length - 1, place));
  const list = byId("list"), top = current * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + ROW + HEAD > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW + HEAD - list.clientHeight;
  rows(true);
  if (open) detail(shown[current]);
}

function setUpList() {
  const list = byId("list");
  list.addEventListener("scroll", () => { if (!rows.waits) { rows.waits = true; requestAnimationFrame(() => { rows.waits = false; rows(); }); } });
  const page = () => Math.max(1, Math.floor(list.clientHeight / ROW) - 1);
  const moves = {
    ArrowDown: () => current + 1, ArrowUp: () => current - 1, PageDown: () => current + page(),
    PageUp: () => current - page(), Home: () => 0, End: () => shown.length - 1,
  };
  list.addEventListener("keydown", (event) => {
    if (event.key in moves) { event.preventDefault(); select(moves[event.key](), true); }
    if (event.key === "Enter") { event.preventDefault(); select(current, true); byId("detail").focus(); }
  });
  new ResizeObserver(() => rows(true)).observe(list);
}

// ---- one finding: what was found, the decision, the person, the claim -----------------------

function pairs(entries) {
  const list = make("dl");
  for (const [name, value] of entries) if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

function detail(index) {
  const severity = text("severity", index);
  const claim = data.findings.claim[index];
  const parts = [
    make("h2", {}, make("span", { class: `chip ${severity}` }, data.words.severity[severity]), ` ${text("title", index)}`),
    make("p", {}, text("message", index)),
    pairs([
      ["应为", text("expected", index)], ["怎么改", text("fix", index)], ["依据", text("cited", index)],
      ["涉及金额", `${sum(data.findings.stake[index])} 元`], ["位置", `${text("file", index)} ${text("place", index)}`],
      ["人员", text("person", index)], ["既有裁定", text("earlier", index)],
    ]),
    form(index),
  ];
  const human = data.findings.human[index];
  const person = human === null ? -1 : data.people.human.indexOf(human);
  if (person >= 0) parts.push(make("h3", {}, "此人的工资月份"), personBox(person));
  if (claim !== null) parts.push(...claimBox(claim));
  byId("detail").replaceChildren(...parts);
  byId("detail").scrollTop = 0;
}

function form(index) {
  const before = taken.get(index) || { decision: "", reason: "", ...remembered };
  const choices = Object.entries(data.words.decision).map(([key, word]) => make("label", {},
    make("input", { type: "radio", name: "decision", value: word, checked: before.decision === word }), word));
  const reason = make("textarea", { id: "reason", maxlength: "500", "aria-describedby": "decision-wrong" });
  reason.value = before.reason;
  const reviewer = make("input", { id: "reviewer", maxlength: "40", autocomplete: "off", value: before.reviewer });
  const until = make("input", { id: "until", type: "date", value: before.until });
  const wrong = make("p", { class: "wrong", id: "decision-wrong", role: "alert" });
  const read = () => {
    const chosen = [...byId("detail").querySelectorAll("input[name=decision]")].find((one) => one.checked);
    return { decision: chosen ? chosen.value : "", reason: reason.value.trim(), reviewer: reviewer.value.trim(), until: until.value };
  };
  const same = shown.filter((other) => columns.code[other] === columns.code[index] && columns.severity[other] === columns.severity[index]);
  const all = make("input", { type: "checkbox", id: "all-same" });
  const submit = () => { wrong.textContent = ""; decide(all.checked ? same : [index], read(), (words) => { wrong.textContent = words; }); };
  return make("fieldset", { id: "deciding" }, make("legend", {}, "裁定"),
    make("div", { class: "choices", role: "radiogroup", "aria-label": "裁定" }, ...choices),
    make("label", {}, "理由（错误裁定“通过”须写）"), reason,
    make("div", { class: "row" }, make("label", {}, "审核人", reviewer), make("label", {}, "有效期至（可空）", until)),
    same.length > 1 ? make("label", {}, all, `对列表中同类的 ${same.length.toLocaleString()} 项一并裁定`) : null,
    wrong,
    make("button", { type: "button", class: "main", id: "decide", onclick: submit }, data.address ? "记录裁定" : "裁定"));
}

function fault(index, said) {
  if (!said.decision) return "请选择裁定：通过、退回补正、核减或不予支持。";
  if (text("severity", index) === "error" && said.decision === data.words.decision.pass && !said.reason) {
    return "这是须改正的错误，裁定“通过”必须写明理由。";
  }
  if (!said.reviewer) return "请填写审核人。";
  if (said.until && said.until < data.summary.today) return "有效期已过。请更正，或留空。";
  return "";
}

function decision(index, said) {
  const entry = { decision: said.decision, reason: said.reason, reviewer: said.reviewer, until: said.until };
  for (const name of ["id", "basis", "severity", "code", "seal", "claim_id", "message"]) entry[name] = text(name, index);
  return entry;
}

async function decide(indexes, said, complain) {
  const words = indexes.map((index) => fault(index, said)).find(Boolean);
  if (words) { complain(words); return; }
  remembered.reviewer = said.reviewer;
  remembered.until = said.until;
  if (!data.address) {
    for (const index of indexes) taken.set(index, said);
    save.done = false;
    saving();
    after(indexes, `已裁定 ${indexes.length.toLocaleString()} 项，尚未保存。`);
    return;
  }
  let reply;
  try {
    const answer = await fetch(`${data.address}decide`, {
      method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store",
      body: JSON.stringify({ decisions: indexes.map((index) => decision(index, said)) }),
    });
    reply = await answer.json();
  } catch (error) {
    complain("没有连上本机的审核服务，裁定没有记录。请确认 claimcheck review serve 仍在运行。");
    return;
  }
  if (reply.error) { complain(reply.error); return; }
  refresh(reply);
  const refused = reply.refused.concat(reply.conflicts);
  if (refused.length) complain(refused.slice(0, 3).join("；"));
  after(indexes, `已记录 ${reply.recorded} 项，没有变化 ${reply.unchanged} 项，拒收 ${reply.refused.length} 项。`, refused.length > 0);
}

function refresh(reply) {
  const places = new Map();
  for (let index = 0; index < total; index += 1) places.set(text("id", index), index);
  const set = (name, index, value) => {
    let number = texts.indexOf(value);
    if (number < 0) { texts.push(value); number = texts.length - 1; }
    columns[name][index] = number;
  };
  for (const [id, state, earlier] of reply.standings) {
    const index = places.get(id);
    if (index === undefined) continue;
    set("standing", index, state);
    set("earlier", index, earlier);
  }
  Object.assign(data.summary, reply.summary);
  glance();
}

function after(indexes, words, stay = false) {
  say(words);
  if (stay) { rows(true); return; }
  detail(indexes[0]);
  rows(true);
}

function saving() {
  byId("saving").hidden = taken.size === 0;
  byId("unsaved").textContent = `本页裁定了 ${taken.size.toLocaleString()} 项，尚未保存。`;
}

function save() {
  const decisions = [...taken].map(([index, said]) => decision(index, said));
  const file = new Blob([JSON.stringify({ claimcheck_review: 1, decisions })], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(file), download: "裁定.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  save.done = true;
  byId("unsaved").textContent = `已保存 ${taken.size.toLocaleString()} 项裁定。`;
}

const MONTH_WORDS = { 2: "达到标准", 1: "低于标准", 0: "缺流水", "-": "不在就业期内" };
const MONTH_MARKS = { 2: "✓", 1: "低", 0: "缺", "-": "" };

function strip(person) {
  const marks = data.people.strip[person], start = data.people.start[person], pay = data.people.pay[person];
  if (!marks || start === null) return make("p", { class: "hint" }, "这一事项不按工资月份计算。");
  const said = [];
  const picture = draw("svg", { class: "strip", viewBox: "0 0 396 44", width: "396", height: "44", role: "img" });
  [...marks].forEach((mark, place) => {
    const month = start + place;
    const words = `${Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, "0")}`;
    const paid = pay[place] ? `${sum(pay[place])} 元` : "无入账";
    const what = `${words} ${paid}，${MONTH_WORDS[mark]}`;
    if (mark !== "-" || pay[place]) said.push(what);
    const title = draw("title"); title.textContent = what;
    const square = draw("rect", { class: `m${mark === "-" ? "x" : mark}`, x: place * 33 + 1, y: 1, width: 29, height: 26, rx: 3 });
    const sign = draw("text", { x: place * 33 + 15, y: 19, class: mark === "2" ? "on-dark" : "" }); sign.textContent = MONTH_MARKS[mark];
    const name = draw("text", { x: place * 33 + 15, y: 40, class: "quiet" }); name.textContent = words.slice(2);
    picture.append(draw("g", {}, title, square, sign, name));
  });
  picture.setAttribute("aria-label", `工资月份：${said.join("；") || "没有"}`);
  return picture;
}

function personBox(person) {
  const people = data.people;
  const amount = people.amount[person] === null ? "" : `，补贴 ${sum(people.amount[person])} 元`;
  const state = people.counted[person] ? make("span", { class: "done" }, "计入") : make("span", { class: "alarm" }, "不计入");
  return make("div", { class: "person" },
    make("p", {}, `第 ${people.row[person]} 行 ${people.shown[person] || ""} `, state, amount),
    people.reason[person] ? make("p", { class: "hint" }, people.reason[person]) : null,
    strip(person));
}

function table(caption, headings, lines, right = []) {
  const head = make("tr", {}, ...headings.map((words, place) => make("th", { scope: "col", class: right.includes(place) ? "right" : "" }, words)));
  return make("table", {}, caption ? make("caption", {}, caption) : null, make("thead", {}, head),
    make("tbody", {}, ...lines.map((line) => make("tr", {}, ...line.map((value, place) =>
      make("td", { class: right.includes(place) ? "right" : "" }, value === null || value === undefined ? "" : value instanceof Node ? value : String(value)))))));
}

function plain(value) {
  if (value === true) return "是";
  if (value === false) return "否";
  return value === null ? "—" : String(value);
}
const required = (words) => words.replace(/^in /, "属于 ").replace(">=", "≥").replace("<=", "≤").replace("==", "＝").replace("True", "是").replace("False", "否");

function claimBox(at) {
  const claim = data.claims[at];
  const parts = [
    make("h3", {}, `申报 ${claim.id} ${claim.applicant}`),
    pairs([
      ["事项", `${claim.measure} ${(data.summary.measures.find((one) => one.id === claim.measure) || {}).title || ""}`],
      ["申报", `${claim.claimedPeople === null ? "" : `${claim.claimedPeople} 人，`}${sum(claim.claimed)} 元`],
      ["核定", `${claim.counted === null ? "" : `${claim.counted} 人，`}${sum(claim.assessed)} 元`],
      ["核定理由", claim.reason], ["条文", claim.cited ? `${claim.cited}：“${claim.words}”` : ""],
    ]),
  ];
  if (claim.reasons && claim.reasons.length) {
    parts.push(table("逐条核对", ["条件", "现为", "要求", "结果"], claim.reasons.map((one) =>
      [one.label, plain(one.observed), required(one.required), one.met ? "符合" : "不符合"])));
  }
  if (claim.readings && claim.readings.length) {
    const names = new Map(data.summary.readings.map((line) => [line[0], line[1]]));
    parts.push(table("换一种口径，金额不同", ["口径", "其他理解", "金额（元）"], claim.readings.flatMap((one) =>
      Object.entries(one.others).map(([option, amount]) =>
        [`${one.id} ${names.get(one.id) || ""}`, (data.options[one.id] || {})[option] || "", sum(amount)])), [2]));
  }
  parts.push(make("button", { type: "button", onclick: () => { claimOnly = at; show("findings"); filter(); } }, "只看这项申报的问题"));
  const mine = [];
  data.people.claim.forEach((claimed, person) => { if (claimed === at) mine.push(person); });
  if (mine.length) {
    const box = make("div");
    let next = 0;
    const more = make("button", { type: "button" }, "再显示一些人");
    const add = () => {
      const until = Math.min(mine.length, next + 20);
      for (; next < until; next += 1) box.append(personBox(mine[next]));
      more.hidden = next >= mine.length;
    };
    more.addEventListener("click", add);
    add();
    parts.push(make("h3", {}, `人员（${mine.length} 人）`), legend(), box, more);
  }
  return parts;
}

function legend() {
  return make("p", { class: "hint" }, "方格：✓ 当月达到标准；低 当月低于标准；缺 就业期内没有入账；空白 不在就业期内。");
}

// ---- claims, how it was checked, tabs ------------------------------------------------------

let claimsShown = 200;

function claims() {
  const words = byId("search-claims").value.trim().toLowerCase();
  const order = data.claims.map((_, at) => at)
    .filter((at) => !words || `${data.claims[at].id} ${data.claims[at].applicant} ${data.claims[at].measure}`.toLowerCase().includes(words))
    .sort((one, other) => (data.claims[other].claimed || 0) - (data.claims[one].claimed || 0));
  const lines = order.slice(0, claimsShown).map((at) => {
    const claim = data.claims[at];
    const open = make("button", { type: "button", onclick: () => { show("findings"); byId("detail").replaceChildren(...claimBox(at)); byId("detail").focus(); } }, claim.id);
    const gap = claim.claimed === null || claim.assessed === null ? null : claim.claimed - claim.assessed;
    return [open, claim.measure, claim.applicant, claim.claimedPeople, claim.counted, sum(claim.claimed), sum(claim.assessed), gap === null ? "—" : sum(gap), claim.flagged ? "有问题" : "无问题", claim.reason];
  });
  const made = table("", ["申报编号", "事项", "申报主体", "申报人数", "合格", "申报（元）", "核定（元）", "差额（元）", "结果", "核定说明"], lines, [3, 4, 5, 6, 7]);
  byId("claims").replaceChildren(...made.childNodes);
  byId("count-claims").textContent = `${order.length.toLocaleString()} 项`;
  byId("more-claims").hidden = order.length <= claimsShown;
}

function about() {
  const made = data.summary;
  byId("panel-about").replaceChildren(
    make("p", {}, `${made.program}，按 ${made.on} 核查。${made.trail}`),
    table("文件", ["文件", "状态", "行数", "单元格", "说明"], made.files, [2, 3]),
    made.waivers.length ? table("本次适用的豁免", ["豁免号", "问题", "适用于", "理由", "有效期至", "批准人"], made.waivers) : "",
    table("检查项目", ["编号", "检查", "状态", "发现", "说明"], made.checks, [3]),
    table("政策文件", ["文件", "文号", "状态", "规则版本"], made.documents),
    table("适用的口径", ["口径", "问题", "采用", "来源"], made.readings),
    made.office.length ? table("经办机构设置", ["项目", "内容", "依据"], made.office) : "");
}

const TABS = ["findings", "claims", "about"];
function show(name) {
  for (const tab of TABS) {
    const button = byId(`tab-${tab}`);
    button.setAttribute("aria-selected", String(tab === name));
    button.tabIndex = tab === name ? 0 : -1;
    byId(`panel-${tab}`).hidden = tab !== name;
  }
  if (name === "findings") rows(true);
}

function setUpTabs() {
  TABS.forEach((tab, place) => {
    byId(`tab-${tab}`).addEventListener("click", () => show(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = TABS[(place + step + TABS.length) % TABS.length];
      show(next);
      byId(`tab-${next}`).focus();
    });
  });
}

// ---- printing: the filtered list as a plain table -------------------------------------------

const MOST_PRINTED = 3000;
function printed() {
  const lines = shown.slice(0, MOST_PRINTED).map((index, place) => [
    place + 1, data.words.severity[text("severity", index)], standingWord(index), sum(data.findings.stake[index]),
    text("claim_id", index), text("applicant", index), text("title", index), text("message", index), text("cited", index), text("earlier", index),
  ]);
  const rest = shown.length > MOST_PRINTED ? `共 ${shown.length.toLocaleString()} 项，打印前 ${MOST_PRINTED.toLocaleString()} 项。` : `共 ${shown.length.toLocaleString()} 项。`;
  byId("printed").replaceChildren(make("p", {}, rest),
    table("", ["序号", "程度", "状态", "涉及金额（元）", "申报编号", "申报主体", "问题", "发现", "依据", "既有裁定"], lines, [3]));
}
window.addEventListener("beforeprint", printed);
window.addEventListener("afterprint", () => byId("printed").replaceChildren());
window.addEventListener("beforeunload", (event) => { if (taken.size && !save.done) event.preventDefault(); });

byId("save").addEventListener("click", save);
byId("search-claims").addEventListener("input", claims);
byId("more-claims").addEventListener("click", () => { claimsShown += 500; claims(); });
glance();
chartMeasures();
chartKinds();
setUpFilters();
setUpList();
setUpTabs();
filter();
claims();
about();
