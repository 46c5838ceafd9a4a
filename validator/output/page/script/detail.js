// ---- one finding: what was found, the decision, the person, the claim -----------------------

function pairs(entries) {
  const list = make("dl");
  for (const [name, value] of entries) if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

function detail(index) {
  const severity = text("severity", index);
  const claim = data.findings.claim[index];
  const parts = [
    make("button", { type: "button", class: "back", onclick: () => { byId("list").scrollIntoView(); byId("list").focus(); } }, "回到列表"),
    make("h2", {}, make("span", { class: `chip ${severity}` }, data.words.severity[severity]), ` ${text("title", index)}`),
    make("p", {}, text("message", index)),
    pairs([
      ["应为", text("expected", index)], ["怎么改", text("fix", index)], ["依据", text("cited", index)],
      ["涉及金额", `${sum(data.findings.stake[index])} 元`], ["位置", `${text("file", index)} ${text("place", index)}`],
      ["人员", text("person", index)], ["既有裁定", text("earlier", index)],
    ]),
  ];
  const human = data.findings.human[index];
  const person = human === null ? -1 : data.people.human.indexOf(human);
  if (person >= 0) parts.push(make("h3", {}, "此人的工资月份"), personBox(person));
  if (claim !== null) parts.push(...claimBox(claim));
  byId("detail").replaceChildren(...parts);
  byId("detail").scrollTop = 0;
}

const MONTH_WORDS = { 2: "达到标准", 1: "低于标准", 0: "缺流水", "-": "不在就业期内" };
const MONTH_MARKS = { 2: "✓", 1: "低", 0: "缺", "-": "" };

function strip(person) {
  const marks = data.people.strip[person], start = data.people.start[person], pay = data.people.pay[person];
  if (!marks || start === null) return make("p", { class: "hint" }, "这一事项不按工资月份计算。");
  const said = [];
  const picture = draw("svg", { class: "strip", viewBox: "0 0 396 44", width: "396", height: "44", role: "img" });
  [...marks].forEach((mark, place) => {
    const month = start + place;
    const words = `${Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, "0")}`;
    const paid = pay[place] ? `${sum(pay[place])} 元` : "无入账";
    const what = `${words} ${paid}，${MONTH_WORDS[mark]}`;
    if (mark !== "-" || pay[place]) said.push(what);
    const title = draw("title"); title.textContent = what;
    const square = draw("rect", { class: `m${mark === "-" ? "x" : mark}`, x: place * 33 + 1, y: 1, width: 29, height: 26, rx: 3 });
    const sign = draw("text", { x: place * 33 + 15, y: 19, class: mark === "2" ? "on-dark" : "" }); sign.textContent = MONTH_MARKS[mark];
    const name = draw("text", { x: place * 33 + 15, y: 40, class: "quiet" }); name.textContent = words.slice(2);
    picture.append(draw("g", {}, title, square, sign, name));
  });
  picture.setAttribute("aria-label", `工资月份：${said.join("；") || "没有"}`);
  return picture;
}

function personBox(person) {
  const people = data.people;
  const amount = people.amount[person] === null ? "" : `，补贴 ${sum(people.amount[person])} 元`;
  const state = people.counted[person] ? make("span", { class: "done" }, "计入") : make("span", { class: "alarm" }, "不计入");
  return make("div", { class: "person" },
    make("p", {}, `第 ${people.row[person]} 行 ${people.shown[person] || ""} `, state, amount),
    people.reason[person] ? make("p", { class: "hint" }, people.reason[person]) : null,
    strip(person));
}

function plain(value) {
  if (value === true) return "是";
  if (value === false) return "否";
  return value === null ? "—" : String(value);
}
const required = (words) => words.replace(/^in /, "属于 ").replace(">=", "≥").replace("<=", "≤").replace("==", "＝").replace("True", "是").replace("False", "否");

function claimBox(at) {
  const claim = data.claims[at];
  const parts = [
    make("h3", {}, `申报 ${claim.id} ${claim.applicant}`),
    pairs([
      ["文件", claim.file],
      ["事项", `${claim.measure} ${(data.summary.measures.find((one) => one.id === claim.measure) || {}).title || ""}`],
      ["申报", `${claim.claimedPeople === null ? "" : `${claim.claimedPeople} 人，`}${sum(claim.claimed)} 元`],
      ["核定", `${claim.counted === null ? "" : `${claim.counted} 人，`}${sum(claim.assessed)} 元`],
      ["裁定后", `${claim.decidedPeople === null ? "" : `${claim.decidedPeople} 人，`}${sum(claim.decided)} 元，${claim.result}`],
      ["此前裁定", claim.refusedBefore || ""],
      ["核定理由", claim.reason], ["条文", claim.cited ? `${claim.cited}：“${claim.words}”` : ""],
    ]),
  ];
  if (claim.reasons && claim.reasons.length) {
    parts.push(table("逐条核对", ["条件", "现为", "要求", "结果"], claim.reasons.map((one) =>
      [one.label, plain(one.observed), required(one.required), one.met ? "符合" : "不符合"])));
  }
  const readings = (claim.readings || []).flatMap((one) =>
    Object.entries(one.others).filter(([, amount]) => amount !== claim.assessed).map(([option, amount]) => [one.id, option, amount]));
  if (readings.length) {
    const names = new Map(data.summary.readings.map((line) => [line[0], line[1]]));
    parts.push(table("换一种口径，金额不同", ["口径", "其他理解", "金额（元）"], readings.map(([id, option, amount]) =>
      [`${id} ${names.get(id) || ""}`, (data.options[id] || {})[option] || "", sum(amount)]), [2]));
  }
  parts.push(make("button", { type: "button", onclick: () => { claimOnly = at; show("findings"); filter(); } }, "只看这项申报的问题"));
  const mine = [];
  data.people.claim.forEach((claimed, person) => { if (claimed === at) mine.push(person); });
  if (mine.length) {
    const box = make("div");
    let next = 0;
    const more = make("button", { type: "button" }, "再显示一些人");
    const add = () => {
      const until = Math.min(mine.length, next + 20);
      for (; next < until; next += 1) box.append(personBox(mine[next]));
      more.hidden = next >= mine.length;
    };
    more.addEventListener("click", add);
    add();
    parts.push(make("h3", {}, `人员（${mine.length} 人）`), legend(), box, more);
  }
  return parts;
}

function legend() {
  return make("p", { class: "hint" }, "方格：✓ 当月达到标准；低 当月低于标准；缺 就业期内没有入账；空白 不在就业期内。");
}
