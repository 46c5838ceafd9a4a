// ---- the list: only what is in sight is in the page ----------------------------------------

let ROW = 58, HEAD = 32;  // as the style says, which differs on narrow screens
let drawn = [0, 0];

function measured() {
  ROW = parseInt(getComputedStyle(byId("list")).getPropertyValue("--row"), 10);
  HEAD = byId("list").querySelector(".heads").offsetHeight;
  rows(true);
}

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
  const tone = state === "let_through" || state === "waived" || state === "settled" ? "done" : WAITING.includes(state) && state !== "open" ? "alarm" : "";
  const claim = [text("claim_id", index) || "（整个文件）", text("applicant", index) || text("file", index)];
  const node = make("div", {
    role: "row", id: `row-${place}`, "aria-rowindex": place + 2, "aria-selected": place === current ? "true" : "false",
    onclick: () => { select(place, true); if (isNarrow()) { byId("detail").scrollIntoView(); byId("detail").focus(); } },
  },
    make("span", { role: "gridcell" }, make("span", { class: `chip ${severity}` }, data.words.severity[severity])),
    make("span", { role: "gridcell", class: `two ${tone}` }, standingWord(index)),
    make("span", { role: "gridcell", class: "right stake" }, sum(data.findings.stake[index])),
    make("span", { role: "gridcell", class: "two claim" }, `${claim[0]} ${claim[1]}`),
    make("span", { role: "gridcell", class: "two issue" }, `${text("title", index)}：${text("message", index)}`));
  node.style.top = `${place * ROW}px`;
  return node;
}

// On narrow screens the details stand below the list instead of beside it.
const isNarrow = () => byId("detail").offsetTop > byId("list").offsetTop + 100;

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
  new ResizeObserver(measured).observe(list);
}
