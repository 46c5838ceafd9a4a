// ---- filters ------------------------------------------------------------------------------

const haystack = new Array(total);
for (let index = 0; index < total; index += 1) {
  haystack[index] = ["message", "claim_id", "applicant", "person", "title", "code", "file"]
    .map((name) => text(name, index)).join(" ").toLowerCase();
}
let shown = [];
let current = -1;  // place in `shown`
let claimOnly = null;
let applicantOnly = "";
let theseOnly = null;  // indexes
const FILTERS = ["search", "by-severity", "by-standing", "by-code", "by-measure", "by-file"];

function options(select, all, entries) {
  select.replaceChildren(make("option", { value: "" }, all), ...entries.map(([value, words]) => make("option", { value }, words)));
  select.addEventListener("change", () => filter());
}

function setUpFilters() {
  options(byId("by-severity"), "全部程度", Object.entries(data.words.severity));
  options(byId("by-standing"), "全部状态", [["waiting", "待裁定"], ...Object.entries(data.words.standing), ...(data.address ? [] : [["taken", "待保存"]])]);
  const codes = new Map(kinds().map((one) => [one.code, `${one.code} ${one.title}`]));
  options(byId("by-code"), "全部问题", [...codes].sort());
  options(byId("by-measure"), "全部事项", data.summary.measures.map((one) => [one.id, `${one.id} ${one.title}`]));
  const files = [...new Set(columns.file)].map((number) => texts[number]).filter(Boolean);
  options(byId("by-file"), "全部文件", files.map((name) => [name, name]));
  byId("by-file").hidden = files.length < 2;
  byId("by-standing").value = "waiting";
  byId("search").addEventListener("input", () => filter());
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", clearFilters);
}

function clearFilters() {
  for (const id of FILTERS) byId(id).value = "";
  claimOnly = null;
  applicantOnly = "";
  theseOnly = null;
  filter();
}

// `stays`: the place in the list stays, and what was picked stays picked where it is still shown.
function filter(stays = false) {
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
    if (applicantOnly && (text("applicant", index) || text("file", index)) !== applicantOnly) continue;
    if (theseOnly && !theseOnly.has(index)) continue;
    if (wanted && (wanted === "waiting" ? !waits(index) : standing(index) !== wanted)) continue;
    if (words.length && !words.every((word) => haystack[index].includes(word))) continue;
    found.push(index);
  }
  shown = found;
  current = shown.length ? (stays ? Math.min(Math.max(current, 0), shown.length - 1) : 0) : -1;
  keepPicked();
  if (!stays) byId("list").scrollTop = 0;
  if (!stays && setUpForm.done) select(current, true);
  counted();
  rows(true);
  filter.took = performance.now() - began;
}

function counted() {
  const only = theseOnly ? "，只看别人刚裁定的" : claimOnly !== null ? `，只看申报 ${data.claims[claimOnly].id}` : applicantOnly ? `，只看 ${applicantOnly}` : "";
  const { left, all } = pile();
  byId("count").textContent = `列出 ${shown.length.toLocaleString()} 项${only}；待裁定 ${left.toLocaleString()} / ${all.toLocaleString()}`;
}
