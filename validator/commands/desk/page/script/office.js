// ---- the office's settings as a form ----------------------------------------------------------------

let settings = null;  // what there is to decide

async function office() {
  if (settings) return;
  const reply = await ask(`${data.home}office/form`, {});
  if (reply.error) { trouble(reply.error); return; }
  settings = reply;
  const now = settings.office;
  const days = (list) => list.map(String).join(" ");
  byId("office").replaceChildren(
    make("p", { class: "save" }, make("button", { class: "main", id: "o-save" }, "保存设置"),
      make("span", { class: "hint" }, `写到 ${settings.path}。没有填的按默认办理。`), make("label", { class: "tickbox" }, "查找", make("input", { type: "search", id: "o-find", oninput: find })), make("span", { id: "o-wrong", class: "wrong", role: "alert" }, settings.fault)),
    make("h2", {}, "县区"),
    make("div", { class: "line" }, field("o-county", "县区名称", now.county, { list: "counties" }), field("o-area", "行政区划代码", now.area_code),
      make("datalist", { id: "counties" }, ...settings.counties.map((name) => make("option", { value: name })))),
    make("h2", {}, "节假日（公示期和补正期限按工作日算）"),
    make("div", { class: "line" }, area("o-holidays", "放假的日子，如 2026-10-01 2026-10-02（周六、周日不必写）", days(now.holidays)),
      area("o-worked", "调休上班的周六、周日", days(now.worked_weekends))),
    make("h2", {}, "月最低工资标准"),
    make("div", { id: "o-wages" }, ...[...now.minimum_wages, {}].map(wageLine)),
    make("h2", {}, "由经办机构确定的金额"), ...settings.standards.map(standardItem),
    make("h2", {}, "文件：征求意见稿是否已印发，本县区是否执行"), ...settings.documents.map(documentItem),
    make("h2", {}, "一笔工资算哪个月"), wageMonthItem(now.wage_month || {}),
    make("h2", {}, "外部名单（文件放在工作台的文件夹里，写文件名；或写完整路径）"), ...settings.lists.map(listItem),
    make("h2", {}, "口径：条文有不同理解时，本县区按哪一种"), ...settings.readings.map(readingItem));
}

// Of the many items, those with some words.
function find() {
  const words = said("o-find").toLowerCase();
  for (const item of byId("office").querySelectorAll(".item")) item.hidden = !item.textContent.toLowerCase().includes(words);
}

function field(id, words, value, more = {}) {
  return make("label", {}, words, make("input", { id, value: value === undefined || value === null ? "" : String(value), autocomplete: "off", ...more }));
}
function area(id, words, value) {
  const box = make("textarea", { id, rows: "2", cols: "48" });
  box.value = value;
  return make("label", {}, words, box);
}
function choice(id, words, value, entries) {
  const box = make("select", { id }, ...entries.map(([key, said]) => make("option", { value: key }, said)));
  box.value = value;
  return make("label", {}, words, box);
}
const said = (id) => byId(id).value.trim();
const day = (id) => said(id) || null;

function wageLine(wage) {
  return make("div", { class: "line wage" }, field(null, "元", wage.yuan, { class: "yuan", inputmode: "decimal" }),
    field(null, "从哪一天起", wage.start, { type: "date", class: "start" }), field(null, "依据（文号）", wage.basis, { class: "basis", size: "40" }));
}

function standardItem([id, title, words]) {
  const now = settings.office.standards.find((one) => one.measure === id) || {};
  const way = now.yuan !== undefined && now.yuan !== null ? "yuan" : now.scale && now.scale.length ? "scale" : "yuan_each";
  const value = way === "scale" ? now.scale.map((row) => `${row.start}人起 ${row.yuan}`).join("；") : now[way];
  return make("div", { class: "item" }, make("p", {}, make("strong", {}, `${id} ${title}`)), make("p", { class: "hint" }, words),
    make("div", { class: "line" },
      choice(`s-way-${id}`, "怎样定", way, [["yuan_each", "每人多少元"], ["yuan", "一共多少元"], ["scale", "按人数分档"]]),
      field(`s-${id}`, "金额（元）；分档写“5人起 20000；10人起 40000”", value, { size: "44" }),
      field(`s-basis-${id}`, "依据", now.basis, { size: "30" }), field(`s-day-${id}`, "决定日期", now.decided_on, { type: "date" })));
}

function documentItem([key, title, draft]) {
  const now = settings.office.documents.find((one) => one.key === key) || {};
  const means = now.in_force === false ? "not" : now.adopted ? "adopted" : "";
  const choices = [["", draft ? "征求意见稿，按稿核查" : "执行"], ...(draft ? [["adopted", "已正式印发"]] : []), ["not", "本县区不执行"]];
  return make("div", { class: "item" }, make("p", {}, make("strong", {}, key), ` ${title}`),
    make("div", { class: "line" }, choice(`d-${key}`, "状态", means, choices), field(`d-number-${key}`, "印发文号", now.number, { size: "30" }),
      field(`d-day-${key}`, "印发日期", now.issued_on, { type: "date" })));
}

function wageMonthItem(now) {
  return make("div", { class: "item line" }, choice("m-by", "办法", now.by || "", [["", "按入账日期所在月份（默认）"], ["entry", "按入账日期所在月份（写明依据）"], ["memo", "摘要写明“3月工资”的，算所写的月份"]]),
    field("m-basis", "依据", now.basis, { size: "40" }), field("m-day", "决定日期", now.decided_on, { type: "date" }));
}

function listItem([name, means]) {
  return make("div", { class: "item" }, make("div", { class: "line" }, field(`f-${name}`, `${name}（${means}）`, settings.office.lists[name], { size: "50", placeholder: "名单.xlsx" })));
}

function readingItem(one) {
  const mine = settings.office.readings.filter((choice) => choice.id === one.id);
  const now = mine.at(-1) || {};
  const measures = one.measures.length ? `（${one.measures.join("、")}）` : "";
  const mark = (key) => key === one.default ? "（默认）" : "";
  return make("div", { class: "item" }, make("p", {}, make("strong", {}, one.id), ` ${one.question}${measures}`),
    make("p", { class: "hint" }, `条文：“${one.wording}”。默认的理由：${one.why}`),
    make("div", { class: "line" }, choice(`r-${one.id}`, "本县区按", now.option || "", [["", "没有决定（按默认）"], ...one.options.map(([key, means]) => [key, `${means}${mark(key)}`])]),
      field(`r-basis-${one.id}`, "依据", now.basis, { size: "30" }), field(`r-day-${one.id}`, "决定日期", now.decided_on, { type: "date" }),
      field(`r-start-${one.id}`, "从哪一天起（可空）", now.start, { type: "date" })));
}

const dates = (id) => said(id).split(/[\s,，、;；]+/).filter(Boolean);
const money = (text) => text === "" ? null : Number(text.replace(/[,，\s]/g, ""));

function scale(text) {
  return text.split(/[;；]/).filter((part) => part.trim()).map((part) => {
    const found = part.match(/(\d+)\s*人起\s*([\d.,]+)/);
    return { start: found ? Number(found[1]) : null, yuan: found ? money(found[2]) : null };
  });
}

function decided() {
  const standards = settings.standards.filter(([id]) => said(`s-${id}`)).map(([id]) => {
    const way = said(`s-way-${id}`);
    const value = way === "scale" ? scale(said(`s-${id}`)) : money(said(`s-${id}`));
    return { measure: id, [way]: value, basis: said(`s-basis-${id}`), decided_on: day(`s-day-${id}`) };
  });
  const documents = settings.documents.filter(([key]) => said(`d-${key}`)).map(([key]) => ({
    key, adopted: said(`d-${key}`) === "adopted", in_force: said(`d-${key}`) !== "not",
    number: said(`d-number-${key}`), issued_on: day(`d-day-${key}`),
  }));
  const readings = settings.readings.filter((one) => said(`r-${one.id}`)).map((one) => ({
    id: one.id, option: said(`r-${one.id}`), basis: said(`r-basis-${one.id}`), decided_on: day(`r-day-${one.id}`), start: day(`r-start-${one.id}`),
  }));
  // Of a reading that was decided several times, with days from which, the form shows the last.
  const earlier = settings.office.readings.filter((choice) => settings.office.readings.findLast((other) => other.id === choice.id) !== choice);
  const minimum_wages = [...byId("o-wages").querySelectorAll(".wage")].map((line) => ({
    yuan: money(line.querySelector(".yuan").value.trim()), start: line.querySelector(".start").value || null, basis: line.querySelector(".basis").value.trim(),
  })).filter((wage) => wage.yuan !== null || wage.start);
  const known = new Set(settings.lists.map(([name]) => name));
  const lists = Object.fromEntries([...Object.entries(settings.office.lists).filter(([name]) => !known.has(name)),
    ...settings.lists.map(([name]) => [name, said(`f-${name}`)]).filter(([, file]) => file)]);
  return {
    county: said("o-county"), area_code: said("o-area"), holidays: dates("o-holidays"), worked_weekends: dates("o-worked"),
    readings: [...earlier, ...readings], documents, minimum_wages, standards, lists,
    wage_month: said("m-by") ? { by: said("m-by"), basis: said("m-basis"), decided_on: day("m-day") } : null,
  };
}

function setUpOffice() {
  byId("office").addEventListener("submit", async (event) => {
    event.preventDefault();
    byId("o-wrong").textContent = "";
    const reply = await ask(`${data.home}office`, { ...decided(), stamp: settings.stamp });
    if (reply.error) { byId("o-wrong").textContent = reply.error; return; }
    say(reply.said);
    settings = null;
    await office();
  });
}
