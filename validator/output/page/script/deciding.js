// ---- deciding ----------------------------------------------------------------------------

function form(index) {
  const before = taken.get(index) || { decision: "", reason: "", ...remembered };
  const choices = Object.entries(data.words.decision).map(([key, word]) => make("label", {},
    make("input", { type: "radio", name: "decision", value: word, checked: before.decision === word }), word));
  const reason = make("textarea", { id: "reason", maxlength: "500", "aria-describedby": "decision-wrong" });
  reason.value = before.reason;
  const reviewer = make("input", { id: "reviewer", maxlength: "40", autocomplete: "off", value: before.reviewer });
  const until = make("input", { id: "until", type: "date", value: before.until });
  const wrong = make("p", { class: "wrong", id: "decision-wrong", role: "alert" });
  const read = () => {
    const chosen = [...byId("detail").querySelectorAll("input[name=decision]")].find((one) => one.checked);
    return { decision: chosen ? chosen.value : "", reason: reason.value.trim(), reviewer: reviewer.value.trim(), until: until.value };
  };
  const same = shown.filter((other) => columns.code[other] === columns.code[index] && columns.severity[other] === columns.severity[index]);
  const all = make("input", { type: "checkbox", id: "all-same" });
  const submit = () => { wrong.textContent = ""; decide(all.checked ? same : [index], read(), (words) => { wrong.textContent = words; }); };
  return make("fieldset", { id: "deciding" }, make("legend", {}, "裁定"),
    make("div", { class: "choices", role: "radiogroup", "aria-label": "裁定" }, ...choices),
    make("label", { for: "reason" }, "理由（错误裁定“通过”须写）"), reason,
    make("div", { class: "row" }, make("label", {}, "审核人", reviewer), make("label", {}, "有效期至（可空）", until)),
    same.length > 1 ? make("label", {}, all, `对列表中同类的 ${same.length.toLocaleString()} 项一并裁定`) : null,
    wrong,
    make("button", { type: "button", class: "main", id: "decide", onclick: submit }, data.address ? "记录裁定" : "裁定"),
    taken.has(index) ? make("button", { type: "button", id: "take-back", onclick: () => takeBack(index) }, "撤回") : null);
}

function fault(index, said) {
  if (!said.decision) return "请选择裁定：通过、退回补正、核减或不予支持。";
  if (text("severity", index) === "error" && said.decision === data.words.decision.pass && !said.reason) {
    return "这是须改正的错误，裁定“通过”必须写明理由。";
  }
  if (!said.reviewer) return "请填写审核人。";
  if (said.until && said.until < data.summary.today) return "有效期已过。请更正，或留空。";
  return "";
}

function decision(index, said) {
  const entry = { decision: said.decision, reason: said.reason, reviewer: said.reviewer, until: said.until };
  for (const name of ["id", "basis", "severity", "code", "seal", "claim_id", "message"]) entry[name] = text(name, index);
  return entry;
}

async function decide(indexes, said, complain) {
  const words = indexes.map((index) => fault(index, said)).find(Boolean);
  if (words) { complain(words); return; }
  remembered.reviewer = said.reviewer;
  remembered.until = said.until;
  if (!data.address) {
    for (const index of indexes) taken.set(index, said);
    save.done = false;
    saving();
    after(indexes, `已裁定 ${indexes.length.toLocaleString()} 项，尚未保存。`);
    return;
  }
  let reply;
  const button = byId("decide");
  button.disabled = true;
  say("正在记录……");
  try {
    const answer = await fetch(`${data.address}decide`, {
      method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store",
      body: JSON.stringify({ decisions: indexes.map((index) => decision(index, said)) }),
    });
    reply = await answer.json();
  } catch (error) {
    complain("没有连上本机的审核服务，裁定没有记录。请确认 claimcheck review serve 仍在运行。");
    return;
  } finally {
    button.disabled = false;
    say("");
  }
  if (reply.error) { complain(reply.error); return; }
  refresh(reply);
  const refused = reply.refused.concat(reply.conflicts);
  if (refused.length) complain(refused.slice(0, 3).join("；"));
  const counted = `已记录 ${reply.recorded} 项，没有变化 ${reply.unchanged} 项，拒收 ${reply.refused.length} 项。`;
  if (reply.added && !refused.length) {  // people fewer, another tier: what follows is listed anew
    sessionStorage.setItem("said", `${counted}裁定之后新出现 ${reply.added} 处问题，已列入。`);
    location.reload();
    return;
  }
  after(indexes, counted, refused.length > 0);
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
  glance();
  chartMeasures();
  claims();
}

function after(indexes, words, stay = false) {
  say(words);
  rows(true);
  if (stay) return;
  detail(indexes[0]);
  byId("list").focus({ preventScroll: true });  // where the arrow keys go on to the next
}

function takeBack(index) {
  taken.delete(index);
  save.done = false;
  saving();
  after([index], "已撤回这一项裁定。");
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
