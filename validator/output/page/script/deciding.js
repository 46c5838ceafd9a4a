// ---- deciding ----------------------------------------------------------------------------

const remembered = { reason: "" };
const choiceInputs = () => [...byId("choices").querySelectorAll("input")];
let formOf = "";  // what the form is filled in for

function setUpForm() {
  byId("choices").replaceChildren(...Object.values(data.words.decision).map((word, at) => make("label", {},
    make("input", { type: "radio", name: "decision", value: word }), word, make("kbd", { "aria-hidden": "true" }, String(at + 1)))));
  byId("decide").addEventListener("click", submit);
  byId("undo").addEventListener("click", undo);
  byId("reviewer").addEventListener("input", form);
  if (!data.address) byId("decide").textContent = "裁定";
  byId("deciding").addEventListener("keydown", (event) => {
    if (event.isComposing) return;  // Enter takes what an input method offers
    const typed = event.target.id === "reason" && !event.ctrlKey;
    if (event.key === "Enter" && event.target.tagName !== "BUTTON" && !typed) { event.preventDefault(); submit(); }
    if (event.key === "Escape") byId("list").focus();
  });
  setUpForm.done = true;
}

// Show whom the form is about; what was typed stays as long as that is the same.
function form() {
  const indexes = meant();
  const one = picked.size ? null : indexes[0];
  const own = picked.size ? "picked" : String(one);
  byId("whom").textContent = picked.size ? `：选中的 ${picked.size.toLocaleString()} 项` : one === undefined ? "" : "：这一项";
  byId("whom").className = picked.size ? "alarm" : "";
  byId("pick-none").disabled = !picked.size;
  byId("decide").disabled = !indexes.length;
  byId("undo").disabled = undoable() === 0;
  byId("undo").textContent = undoable() > 1 ? `撤销上 ${undoable().toLocaleString()} 项` : "撤销";
  if (own === formOf) return;
  formOf = own;
  const before = one !== null && taken.get(one) || { decision: "", reason: "" };
  for (const input of choiceInputs()) input.checked = input.value === before.decision;
  byId("reason").value = before.reason;
  byId("decision-wrong").textContent = "";
}

function read() {
  const chosen = choiceInputs().find((one) => one.checked);
  return {
    decision: chosen ? chosen.value : "", reason: byId("reason").value.trim(),
    reviewer: byId("reviewer").value.trim(), until: byId("until").value,
  };
}

function complain(words, field) {
  byId("decision-wrong").textContent = words;
  if (field) byId(field).focus();
}

function submit() {
  complain("");
  const said = read(), indexes = meant();
  if (!said.decision) { complain("请选择裁定：通过、退回补正、核减或不予支持。"); return; }
  const needsReason = said.decision === data.words.decision.pass && indexes.some((index) => text("severity", index) === "error");
  if (needsReason && !said.reason) { complain("这是须改正的错误，裁定“通过”必须写明理由。", "reason"); return; }
  if (!said.reviewer) { complain("请填写审核人。", "reviewer"); return; }
  if (said.until && said.until < data.summary.today) { complain("有效期已过。请更正，或留空。", "until"); return; }
  if (askedTwice(indexes)) return;
  if (said.reason) remembered.reason = said.reason;
  decide(indexes, said);
}

function decision(index, said) {
  const entry = { decision: said.decision, reason: said.reason, reviewer: said.reviewer, until: said.until };
  for (const name of ["id", "basis", "severity", "code", "seal", "claim_id", "message"]) entry[name] = text(name, index);
  return entry;
}

async function decide(indexes, said) {
  if (!data.address) {
    for (const index of indexes) taken.set(index, said);
    givenHere.push(indexes);
    save.done = false;
    saving();
    after(`已裁定 ${indexes.length.toLocaleString()} 项，尚未保存。`);
    return;
  }
  if (decide.busy) return;
  decide.busy = true;
  byId("decide").disabled = true;
  say("正在记录……");
  const reply = await ask(`${data.address}decide`, { ...looked(), decisions: indexes.map((index) => decision(index, said)) });
  decide.busy = false;
  byId("decide").disabled = false;
  say("");
  if (reply.error) { complain(reply.error); return; }
  refresh(reply);
  const refused = reply.refused.concat(reply.conflicts);
  const others = [[reply.unchanged, "没有变化"], [reply.refused.length, "没有记录"]].filter(([count]) => count);
  const counted = `已记录 ${reply.recorded} 项${others.map(([count, words]) => `，${words} ${count} 项`).join("")}。`;
  if (!refused.length && renewed(reply, counted)) return;
  after(counted, refused.length > 0);
  if (refused.length) complain(refused.slice(0, 3).join("；"));
}

// People fewer, another tier: what then follows is listed anew, with the same filter and place.
function renewed(reply, words) {
  if (!reply.added && !reply.gone) return false;
  const more = reply.added ? `新出现 ${reply.added} 处问题，已列入。` : "";
  keepPlace(`${words}${more}`);
  location.reload();
  return true;
}

function refresh(reply) {
  const places = new Map();
  for (let index = 0; index < total; index += 1) places.set(text("id", index), index);
  const numbers = new Map(texts.map((value, number) => [value, number]));
  const set = (name, index, value) => {
    if (!numbers.has(value)) { numbers.set(value, texts.length); texts.push(value); }
    columns[name][index] = numbers.get(value);
  };
  for (const [id, state, earlier] of reply.standings) {
    const index = places.get(id);
    if (index === undefined) continue;
    set("standing", index, state);
    set("earlier", index, earlier);
  }
  for (const [at, changed] of reply.claims) Object.assign(data.claims[at], changed);
  Object.assign(data.summary, reply.summary);
  for (const name of ["undoable", "state", "filesChanged"]) data[name] = reply[name];
  tellOthers(reply);
  filesShown();
  glance();
  chartMeasures();
  claims();
}

// What was decided leaves the list of what waits; the next one takes its place.
function after(words, stay = false) {
  say(words);
  if (!stay) picked.clear();
  formOf = stay ? formOf : "";
  filter(true);
  select(current, true);
  if (!stay) byId("list").focus({ preventScroll: true });
}

function saving() {
  byId("saving").hidden = taken.size === 0;
  byId("unsaved").textContent = `本页裁定了 ${taken.size.toLocaleString()} 项，尚未保存。`;
}

function save() {
  const decisions = [...taken].map(([index, said]) => decision(index, said));
  const file = new Blob([JSON.stringify({ claimcheck_review: 1, decisions })], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(file), download: "裁定.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  save.done = true;
  byId("unsaved").textContent = `已保存 ${taken.size.toLocaleString()} 项裁定。`;
}
