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
    ["核定金额（元）", sum(made.assessed)], ["裁定后金额（元）", sum(made.decided)],
    ["未放行错误", made.blocking.toLocaleString()], ["待审提醒", made.warnings.toLocaleString()],
    ["已放行", made.letThrough.toLocaleString()], ["核查日期", made.on],
  ];
  byId("glance").replaceChildren(...facts.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}
