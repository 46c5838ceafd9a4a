// ---- the ledger ------------------------------------------------------------------------------------

function setUpLedger() {
  byId("search").addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = {};
    for (const name of ["person", "applicant", "batch", "measure", "year"]) asked[name] = byId(`l-${name}`).value;
    const reply = await ask(`${data.home}ledger`, asked);
    byId("found").className = reply.error ? "wrong" : "hint";
    byId("found").textContent = reply.error || [reply.remark, reply.found > reply.lines.length
      ? `共 ${reply.found.toLocaleString()} 条，列出前 ${reply.lines.length.toLocaleString()} 条。请把条件写细一些。`
      : reply.found ? `共 ${reply.found.toLocaleString()} 条。` : "台账中没有找到。"].filter(Boolean).join(" ");
    const lines = (reply.lines || []).map((line) => line.map((value) => typeof value === "number" ? sum(value) : value));
    byId("entries").replaceChildren(...(lines.length ? table("", reply.headings, lines, [6, 7]).childNodes : []));
  });
}
