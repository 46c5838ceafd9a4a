// ---- filters ------------------------------------------------------------------------------

const haystack = new Array(total);
for (let index = 0; index < total; index += 1) {
  haystack[index] = ["message", "claim_id", "applicant", "person", "title", "code", "file"]
    .map((name) => text(name, index)).join(" ").toLowerCase();
}
let shown = [];
let current = -1;  // place in `shown`
let claimOnly = null;
const FILTERS = ["search", "by-severity", "by-standing", "by-code", "by-measure", "by-file"];

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
  const files = [...new Set(columns.file)].map((number) => texts[number]).filter(Boolean);
  options(byId("by-file"), "全部", files.map((name) => [name, name]));
  byId("only-file").hidden = files.length < 2;
  byId("search").addEventListener("input", filter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    for (const id of FILTERS) byId(id).value = "";
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
  const file = number("file", byId("by-file").value);
  const wanted = byId("by-standing").value;
  const found = [];
  for (let index = 0; index < total; index += 1) {
    if (severity >= 0 && columns.severity[index] !== severity) continue;
    if (code >= 0 && columns.code[index] !== code) continue;
    if (measure >= 0 && columns.measure[index] !== measure) continue;
    if (file >= 0 && columns.file[index] !== file) continue;
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
