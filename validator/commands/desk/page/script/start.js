// ---- the desk's pages, and what they show now ---------------------------------------------------

let state = data.state;

function working() {
  const work = state.work;
  byId("work").replaceChildren(...(work.what ? [make("span", { class: "spin", "aria-hidden": "true" }), `正在${work.what}……${work.step}`] : []));
}

function trouble(words) {
  byId("trouble").hidden = !words;
  byId("trouble").textContent = words;
}

// What is good to know once.
const read = new Set(JSON.parse(sessionStorage.getItem("read") || "[]"));
function notice() {
  const words = state.notices.filter((one) => !read.has(one));
  byId("notice").hidden = !words.length;
  byId("notice").firstElementChild.textContent = words.join("\n");
}
byId("notice-read").addEventListener("click", () => { 
  for (const one of state.notices) read.add(one);
  sessionStorage.setItem("read", JSON.stringify([...read]));
  notice();
});

// Where the ledger is not as it was used last: going on with it, with a reason.
function standing() {
  byId("accept").hidden = !state.to_accept;
  byId("accept-go").disabled = Boolean(state.work.what);
}
byId("accept").addEventListener("submit", async (event) => {
  event.preventDefault();
  const sent = { reason: byId("accept-reason").value, reviewer: byId("accept-who").value, sure: byId("accept-sure").checked };
  if (await act("ledger/accept", sent)) byId("accept").reset();
});

// Ask for something to be done; true where it was begun or done.
async function act(address, content) {
  trouble("");
  const reply = await ask(`${data.home}${address}`, content);
  if (reply.error) { trouble(reply.error); return false; }
  if (reply.said) say(reply.said);
  return true;
}

function draw() {
  working();
  trouble([state.fault, state.work.fault].filter(Boolean).join("\n"));
  notice();
  standing();
  files();
  applicants();
  giving();
  byId("home").querySelector("[data-tab=review]").setAttribute("aria-disabled", String(!state.checked));
}

const VIEWS = data.tabs.map(([key]) => key).filter((key) => key !== "review");

function show(name) {
  const view = VIEWS.includes(name) ? name : "check";
  for (const key of VIEWS) byId(`view-${key}`).hidden = key !== view;
  for (const link of byId("home").querySelectorAll("a")) {
    if (link.dataset.tab === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view === "office") office();
  if (view === "templates") types();
}

function setUpTabs() {
  byId("home").replaceChildren(make("strong", {}, "claimcheck 就业补贴核查"), ...data.tabs.map(([key, words]) =>
    make("a", { href: key === "review" ? `${data.home}review/` : `#${key}`, "data-tab": key }, words)));
  byId("home").querySelector("[data-tab=review]").addEventListener("click", (event) => {
    if (state.checked) return;
    event.preventDefault();
    trouble("先在“申报核查”页放入申报表并核查，再逐项审核。");
  });
  window.addEventListener("hashchange", () => show(location.hash.slice(1)));
}

setUpTabs();
setUpFiles();
setUpGiving();
setUpLedger();
setUpOffice();
draw();
show(location.hash.slice(1));
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
stay(data.home, (news) => {
  const before = state;
  state = news;
  draw();
  if (before.work.what && !state.work.what && !state.work.fault) say(`${before.work.what}完成。`);
});
