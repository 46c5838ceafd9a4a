"use strict";
// Everything shown is set as text, never as markup: what stands in a claim cannot run here.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const sum = (yuan) => yuan === null || yuan === undefined ? "—"
  : yuan.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

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

function say(words) {
  byId("said").textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { byId("said").textContent = ""; }, 8000);
}

function table(caption, headings, lines, right = []) {
  const head = make("tr", {}, ...headings.map((words, place) => make("th", { scope: "col", class: right.includes(place) ? "right" : "" }, words)));
  return make("table", {}, caption ? make("caption", {}, caption) : null, make("thead", {}, head),
    make("tbody", {}, ...lines.map((line) => make("tr", {}, ...line.map((value, place) =>
      make("td", { class: right.includes(place) ? "right" : "" }, value === null || value === undefined ? "" : value instanceof Node ? value : String(value)))))));
}

// ---- the desk that a page belongs to --------------------------------------------------------

// The program runs as long as a page of it is open: the open connection tells it so.
function stay(home, told = () => {}) {
  if (!home) return;
  const stream = new EventSource(`${home}events`);
  stream.addEventListener("message", (event) => told(JSON.parse(event.data)));
  stream.addEventListener("open", () => { byId("ended").hidden = true; });
  stream.addEventListener("error", () => { byId("ended").hidden = false; });
  stream.addEventListener("moved", () => {
    stream.close();
    byId("ended").textContent = "打开的窗口太多，请到最近打开的那个继续；这个窗口可以关闭。";
    byId("ended").hidden = false;
  });
  window.addEventListener("pagehide", () => stream.close());
}

// Ask the program for something; what it cannot do it says in `error`.
async function ask(address, content) {
  try {
    const answer = await fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store", body: JSON.stringify(content),
    });
    return await answer.json();
  } catch (error) {
    return { lost: true, error: "没有连上本机的程序，没有记录。请重新打开 claimcheck 后再试。" };
  }
}
