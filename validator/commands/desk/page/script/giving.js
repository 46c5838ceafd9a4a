// ---- what comes out: letters, lists, copies, the ledger, templates ------------------------------

const days = (id, words, value) => make("label", {}, words, make("input", { id, type: "number", min: "1", max: "90", value }));
const number = (id) => Number(byId(id).value);

function setUpGiving() {
  const card = (title, words, button, go, ...more) => make("section", { class: "card", "aria-label": title },
    make("h2", {}, title), make("p", {}, words), ...more, make("button", { type: "button", class: "main", onclick: go }, button));
  byId("cards").replaceChildren(
    card("标注副本", "给申报单位改表用：问题标在原来的格子上。另附审核工作簿和核查报告。", "编写标注副本", () => act("give", { what: "marked" })),
    card("告知书", "退回补正和不予支持的，每个申报单位一份（Word）。", "编写告知书",
      () => act("give", { what: "letters", days: number("letter-days") }), days("letter-days", "补正工作日", "10")),
    card("公示名单", "只列审核通过的，身份证号打码，不列账号和电话。", "编写公示名单",
      () => act("give", { what: "notice", days: number("notice-days") }), days("notice-days", "公示工作日", "5")),
    card("发放清册", "一卡通格式（.xlsx 和 .xls）。含完整号码，导出会留下记录。", "编写发放清册", () => act("give", { what: "payment" })),
    card("登记台账", "没有错误的申报登记到台账，以后不能再领。重复登记不会变。", "登记到台账",
      () => act("give", { what: "record", name: byId("record-name").value, reason: byId("record-reason").value }),
      make("label", { class: "wide" }, "批次名称", make("input", { id: "record-name", placeholder: "如 中宁县2026年第2批" })),
      make("label", { class: "wide" }, "有错误仍要登记的，写明理由", make("input", { id: "record-reason" }))));
  byId("wages").addEventListener("submit", (event) => {
    event.preventDefault();
    act("wages", {
      at: byId("w-claim").selectedIndex, name: byId("w-claim").value, holder: byId("w-holder").value, employer: byId("w-employer").value,
      pay_day: byId("w-day").value, holder_from_name: byId("w-name").checked,
    });
  });
  byId("no-statements").addEventListener("click", () => act("wages/none", {}));
  byId("templates").addEventListener("submit", (event) => {
    event.preventDefault();
    act("templates", { types: ticks().filter((one) => one.checked).map((one) => one.value), macros: byId("t-macros").checked });
  });
  byId("t-all").addEventListener("click", () => {
    const all = ticks(), on = !all.every((one) => one.checked);
    for (const one of all) one.checked = on;
  });
}

const ticks = () => [...byId("types").querySelectorAll("input")];

async function types() {
  if (byId("types").childElementCount) return;
  const reply = await ask(`${data.home}templates/types`, {});
  if (reply.error) { trouble(reply.error); return; }
  byId("types").replaceChildren(...reply.types.map(([key, title, purpose]) => make("label", {},
    make("input", { type: "checkbox", value: key }), make("span", {}, title, make("small", {}, purpose)))));
}

function giving() {
  byId("give-hint").textContent = !state.checked ? "先在“申报核查”页核查这一批，再编写文书。"
    : state.stale ? "核查以后，申报表、单位设置或名单有变动。请先到“申报核查”页重新核查。" : `这一批：${state.batch.name}。${state.sums.verdict}`;
  for (const button of byId("cards").querySelectorAll("button")) button.disabled = !state.checked || state.stale || Boolean(state.work.what);
  const elsewhere = { "made-wages": "导入银行流水", "made-templates": "空白模板" };
  for (const [place, what] of Object.entries(elsewhere)) shown(place, state.made.filter((one) => one.what === what));
  shown("made", state.made.filter((one) => !Object.values(elsewhere).includes(one.what)));
  byId("statement-list").replaceChildren(...state.statements.map((name) => make("li", {}, name)));
  const claim = byId("w-claim"), at = claim.selectedIndex, before = claim.value;
  claim.replaceChildren(...state.batch.files.map((name) => make("option", { value: name }, name)));
  // The chosen one stays chosen where the list has moved.
  claim.selectedIndex = state.batch.files[at] === before ? at : Math.max(0, state.batch.files.indexOf(before));
  byId("w-go").disabled = !state.batch.files.length || !state.statements.length || Boolean(state.work.what);
  byId("t-go").disabled = Boolean(state.work.what);
}

const MOST_NAMED = 60;

function shown(place, made) {
  byId(place).hidden = !made.length && place !== "made";
  byId(place).replaceChildren(...(made.length ? made.map((one) => make("article", {},
    make("h2", {}, `${one.what} ${one.at}`), make("p", {}, one.said.join("\n")),
    one.remarks.length ? make("p", { class: "remarks" }, one.remarks.join("\n")) : null,
    make("ul", {}, ...one.files.slice(0, MOST_NAMED).map((file) => make("li", {},
      make("button", { type: "button", onclick: () => act("open", { id: file.id }) }, `打开 ${file.name}`))),
    state.batch.folder === null || !one.files.length ? null
      : make("li", {}, make("button", { type: "button", onclick: () => act("open", { id: state.batch.folder }) }, "打开这一批的文件夹"))))) : [make("p", { class: "hint" }, "还没有。")]));
}
