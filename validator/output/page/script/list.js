// ---- the list: only what is in sight is in the page ----------------------------------------

let ROW = 28, HEAD = 24;  // as the style says, which differs on narrow screens
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
  if (current >= first && current < last) list.setAttribute("aria-activedescendant", `row-${current}`);
  else list.removeAttribute("aria-activedescendant");
}

function row(place) {
  const index = shown[place];
  const severity = text("severity", index), state = standing(index);
  const tone = DONE.includes(state) ? "done" : WAITING.includes(state) && state !== "open" ? "alarm" : "";
  const chosen = picked.size ? picked.has(index) : place === current;
  const node = make("div", {
    role: "row", id: `row-${place}`, "aria-rowindex": place + 2, "aria-selected": String(chosen),
    class: `${picked.has(index) ? "picked" : ""} ${place === current ? "current" : ""}`,
    onclick: (event) => clicked(event, place),
  },
    make("span", { role: "gridcell" }, make("span", { class: "tick", "aria-hidden": "true" }, picked.has(index) ? "✓" : "")),
    make("span", { role: "gridcell" }, make("span", { class: `chip ${severity}` }, data.words.severity[severity])),
    make("span", { role: "gridcell", class: "issue", title: text("message", index) }, `${text("title", index)}：${text("message", index)}`),
    make("span", { role: "gridcell", class: "claim" }, text("applicant", index) || text("claim_id", index) || text("file", index)),
    make("span", { role: "gridcell", class: "right stake" }, sum(data.findings.stake[index])),
    make("span", { role: "gridcell", class: `state ${tone}` }, standingWord(index)));
  node.style.top = `${place * ROW}px`;
  return node;
}

// On narrow screens the details stand below the list instead of beside it.
const isNarrow = () => byId("detail").offsetTop > byId("list").offsetTop + 100;

function clicked(event, place) {
  if (event.target.closest(".tick") || event.ctrlKey || event.metaKey) toggle(place);
  else if (event.shiftKey) pickTo(place);
  select(place, true);
  if (isNarrow()) { byId("detail").scrollIntoView(); byId("detail").focus(); }
}

function select(place, open) {
  if (!shown.length) { nothing(); return; }
  current = Math.max(0, Math.min(shown.length - 1, place));
  const list = byId("list"), top = current * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + ROW + HEAD > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW + HEAD - list.clientHeight;
  rows(true);
  if (open) { detail(shown[current]); form(); }
}

function nothing() {
  const left = pile().left;
  byId("detail").replaceChildren(make("p", { class: "hint" }, left ? "列表里没有要看的了。清除筛选可以看其他的。" : "全部裁定完了，没有待裁定的问题。"));
  form();
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
    if (event.key in moves) {
      event.preventDefault();
      const place = Math.max(0, Math.min(shown.length - 1, moves[event.key]()));
      if (event.shiftKey) pickTo(place);
      select(place, true);
    } else if (shortcut(event)) event.preventDefault();
  });
  new ResizeObserver(measured).observe(list);
}
