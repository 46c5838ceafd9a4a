// ---- taking back what was decided last --------------------------------------------------------

const givenHere = [];  // in a saved page: lists of indexes, in the order in which they were decided
// What is on record is taken back by who recorded it.
const undoable = () => data.address ? data.undoable[byId("reviewer").value.trim()] || 0
  : givenHere.length ? givenHere.at(-1).length : 0;

async function undo() {
  if (!undoable() || decide.busy) return;
  if (!data.address) {
    const indexes = givenHere.pop();
    for (const index of indexes) taken.delete(index);
    save.done = false;
    saving();
    back(`已撤销 ${indexes.length.toLocaleString()} 项裁定。`, indexes[0]);
    return;
  }
  const reply = await ask(`${data.address}undo`, { ...looked(), reviewer: byId("reviewer").value.trim() });
  if (reply.error) { complain(reply.error); return; }
  refresh(reply);
  const kept = reply.kept ? `另有 ${reply.kept} 项后来又裁定过，没有撤销。` : "";
  const words = `已撤销 ${reply.undone} 项裁定。${kept}`;
  if (!renewed(reply, words)) back(words, reply.standings.length ? reply.standings[0][0] : null);
}

// Go to what was taken back: its index, or its id.
function back(words, which) {
  formOf = "";
  filter(true);
  const place = shown.findIndex((index) => index === which || text("id", index) === which);
  say(words);
  select(place < 0 ? current : place, true);
  byId("list").focus({ preventScroll: true });
}

// ---- the same place again after the page was loaded anew ---------------------------------------

function keepPlace(said) {
  const id = current >= 0 ? text("id", shown[current]) : "";
  const kept = { said, id, current, claimOnly, applicantOnly, reason: remembered.reason, until: byId("until").value, lines };
  for (const name of FILTERS) kept[name] = byId(name).value;
  sessionStorage.setItem("place", JSON.stringify(kept));
}

function backToPlace() {
  const kept = JSON.parse(sessionStorage.getItem("place") || "null");
  sessionStorage.removeItem("place");
  if (!kept) return false;
  for (const name of FILTERS) byId(name).value = kept[name];
  ({ claimOnly, applicantOnly } = kept);
  remembered.reason = kept.reason;
  lines = kept.lines;
  newsShown();
  byId("until").value = kept.until;
  filter();
  const place = shown.findIndex((index) => text("id", index) === kept.id);
  select(place < 0 ? kept.current : place, true);
  say(kept.said);
  byId("list").focus({ preventScroll: true });
  return true;
}
