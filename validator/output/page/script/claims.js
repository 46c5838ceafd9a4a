// ---- claims, how it was checked, tabs ------------------------------------------------------

let claimsShown = 200;

const severalFiles = data.summary.files.length > 1;

function claims() {
  const words = byId("search-claims").value.trim().toLowerCase();
  const order = data.claims.map((_, at) => at)
    .filter((at) => !words || `${data.claims[at].id} ${data.claims[at].applicant} ${data.claims[at].measure} ${data.claims[at].file}`.toLowerCase().includes(words))
    .sort((one, other) => (data.claims[other].claimed || 0) - (data.claims[one].claimed || 0));
  const lines = order.slice(0, claimsShown).map((at) => {
    const claim = data.claims[at];
    const open = make("button", { type: "button", onclick: () => { show("findings"); byId("detail").replaceChildren(...claimBox(at)); byId("detail").focus(); } }, claim.id);
    const gap = claim.claimed === null || claim.assessed === null ? null : claim.claimed - claim.assessed;
    return [...(severalFiles ? [claim.file] : []), open, claim.measure, claim.applicant, claim.claimedPeople, claim.counted, sum(claim.claimed), sum(claim.assessed), gap === null ? "—" : sum(gap), claim.decidedPeople, sum(claim.decided), claim.result, claim.reason];
  });
  const first = severalFiles ? ["文件"] : [];
  const made = table("", [...first, "申报编号", "事项", "申报主体", "申报人数", "合格", "申报（元）", "核定（元）", "差额（元）", "裁定人数", "裁定后（元）", "结果", "核定说明"], lines, [3, 4, 5, 6, 7, 8, 9].map((place) => place + first.length));
  for (const cell of made.querySelectorAll("td")) if (cell.textContent.length > 9 && !cell.classList.contains("right")) cell.className = "words";
  byId("claims").replaceChildren(...made.childNodes);
  byId("count-claims").textContent = `${order.length.toLocaleString()} 项`;
  byId("more-claims").hidden = order.length <= claimsShown;
}

function about() {
  const made = data.summary;
  byId("about").replaceChildren(
    make("p", {}, `${made.program}，按 ${made.on} 核查。${made.trail}`),
    table("文件", ["文件", "状态", "行数", "单元格", "说明"], made.files, [2, 3]),
    made.waivers.length ? table("本次适用的豁免", ["豁免号", "问题", "适用于", "理由", "有效期至", "批准人"], made.waivers) : "",
    table("检查项目", ["编号", "检查", "状态", "发现", "说明"], made.checks, [3]),
    table("政策文件", ["文件", "文号", "状态", "规则版本"], made.documents),
    table("适用的口径", ["口径", "问题", "采用", "来源"], made.readings),
    made.office.length ? table("经办机构设置", ["项目", "内容", "依据"], made.office) : "");
}

const TABS = ["findings", "claims", "about"];
function show(name) {
  for (const tab of TABS) {
    const button = byId(`tab-${tab}`);
    button.setAttribute("aria-selected", String(tab === name));
    button.tabIndex = tab === name ? 0 : -1;
    byId(`panel-${tab}`).hidden = tab !== name;
  }
  document.body.dataset.tab = name;  // what is in front is what is printed
  if (name === "findings") rows(true);
}

function setUpTabs() {
  TABS.forEach((tab, place) => {
    byId(`tab-${tab}`).addEventListener("click", () => show(tab));
    byId(`tab-${tab}`).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = TABS[(place + step + TABS.length) % TABS.length];
      show(next);
      byId(`tab-${next}`).focus();
    });
  });
}
