// ---- picking several findings, to decide once about all of them -------------------------------

const picked = new Set();  // indexes of findings

function toggle(place) {
  const index = shown[place];
  if (!picked.delete(index)) picked.add(index);
}

// From where the list stands to another place.
function pickTo(place) {
  for (let at = Math.min(current, place); at <= Math.max(current, place); at += 1) picked.add(shown[at]);
}

// All that are listed and alike in something; those that wait for nobody are left out.
function pick(alike) {
  const open = shown.filter((index) => text("severity", index) !== "info");
  for (const index of open.length ? open : shown) if (alike(index)) picked.add(index);
  rows(true);
  form();
}

const PICKS = {
  "pick-code": () => {
    const one = shown[current];
    if (one !== undefined) pick((index) => columns.code[index] === columns.code[one] && columns.severity[index] === columns.severity[one]);
  },
  "pick-applicant": () => {
    const one = shown[current];
    const of = (index) => text("applicant", index) || text("file", index);
    if (one !== undefined) pick((index) => of(index) === of(one));
  },
  "pick-all": () => pick(() => true),
  "pick-none": () => { picked.clear(); rows(true); form(); },
};

// What is not listed any more is not decided unseen.
function keepPicked() {
  if (!picked.size) return;
  const listed = new Set(shown);
  for (const index of picked) if (!listed.has(index)) picked.delete(index);
}

// What the form decides about: those that were picked, else the one that the list stands on.
const meant = () => picked.size ? [...picked] : current >= 0 ? [shown[current]] : [];

function setUpPicks() {
  for (const [id, act] of Object.entries(PICKS)) byId(id).addEventListener("click", () => { act(); byId("list").focus({ preventScroll: true }); });
}

// Keys that hold while the list has the focus; true where the key was one of them.
function shortcut(event) {
  const key = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey;
  if (control) {
    const act = { a: PICKS["pick-all"], z: undo }[key];
    if (act) act();
    return Boolean(act);
  }
  if (event.altKey) return false;
  const choices = choiceInputs();
  if (choices[Number(key) - 1]) { choices[Number(key) - 1].checked = true; return true; }
  const acts = {
    s: PICKS["pick-code"], a: PICKS["pick-applicant"], escape: PICKS["pick-none"], z: undo,
    " ": () => { toggle(current); select(current + 1, true); },
    r: () => byId("reason").focus(), "0": () => { byId("reason").value = remembered.reason; },
    "/": () => byId("search").focus(),
    enter: () => { if (read().decision) submit(); else { select(current, true); byId("detail").focus(); } },
  };
  if (key in acts) acts[key]();
  return key in acts;
}
