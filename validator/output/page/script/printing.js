// ---- printing: the filtered list as a plain table -------------------------------------------

const MOST_PRINTED = 3000;
function printed() {
  if (document.body.dataset.tab === "claims") { claimsShown = MOST_PRINTED; claims(); return; }
  const lines = shown.slice(0, MOST_PRINTED).map((index, place) => [
    place + 1, data.words.severity[text("severity", index)], standingWord(index), sum(data.findings.stake[index]),
    text("claim_id", index), text("applicant", index), text("title", index), text("message", index), text("cited", index), text("earlier", index),
  ]);
  const only = shown.length < total ? `按筛选列出（共 ${total.toLocaleString()} 项）。` : "";
  const rest = shown.length > MOST_PRINTED ? `共 ${shown.length.toLocaleString()} 项，打印前 ${MOST_PRINTED.toLocaleString()} 项。` : `共 ${shown.length.toLocaleString()} 项。`;
  byId("printed").replaceChildren(make("p", {}, rest + only),
    table("", ["序号", "程度", "状态", "涉及金额（元）", "申报编号", "申报主体", "问题", "发现", "依据", "既有裁定"], lines, [3]));
}
