// ---- what every part of the page needs -------------------------------------------------------

const texts = data.findings.texts;
const columns = data.findings.columns;
const total = data.findings.stake.length;
const text = (name, index) => texts[columns[name][index]];
const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// ---- how findings stand ----------------------------------------------------------------------

const taken = new Map();  // index of a finding → what was decided here and not yet saved
const WAITING = ["open", "conflict", "lapsed", "expired"];
const DONE = ["let_through", "waived", "settled"];

const standing = (index) => taken.has(index) ? "taken" : text("standing", index);
// What only informs waits for nobody.
const waits = (index) => WAITING.includes(standing(index)) && text("severity", index) !== "info";
function standingWord(index) {
  if (taken.has(index)) return `待保存：${taken.get(index).decision}`;
  if (text("severity", index) === "info" && text("standing", index) === "open") return data.words.nothing;
  return data.words.standing[text("standing", index)].split("（")[0];
}

// How many wait for a decision: the pile, and what of it is left.
function pile() {
  let left = 0, all = 0;
  for (let index = 0; index < total; index += 1) {
    if (text("severity", index) === "info") continue;
    all += 1;
    if (waits(index)) left += 1;
  }
  const share = all ? 100 * (all - left) / all : 100;
  byId("pile").firstElementChild.style.width = `${share}%`;
  byId("pile").setAttribute("aria-label", `待裁定 ${left.toLocaleString()} 项，已处理 ${(all - left).toLocaleString()} 项，共 ${all.toLocaleString()} 项`);
  return { left, all };
}

function glance() {
  const made = data.summary;
  byId("verdict").textContent = made.verdict;
  byId("verdict").className = made.blocking > 0 ? "blocked" : "free";
  byId("fault").hidden = !made.fault;
  byId("fault").textContent = made.fault;
  const facts = [
    ["申报", `${data.claims.length.toLocaleString()} 项`], ["申报金额（元）", sum(made.claimed)],
    ["核定金额（元）", sum(made.assessed)], ["裁定后金额（元）", sum(made.decided)],
    ["已放行", made.letThrough.toLocaleString()], ["核查日期", made.on],
  ];
  byId("glance").replaceChildren(...facts.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}
