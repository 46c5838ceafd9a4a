// ---- one row an applicant, and what to do now ----------------------------------------------------

function applicants() {
  const made = state.sums;
  const parts = state.checked ? [
    make("span", { class: made.blocked ? "alarm" : "done" }, state.stale ? "核查以后，申报表、单位设置或名单有变动，请重新核查。" : made.verdict),
    make("span", {}, "申报 ", make("b", {}, sum(made.claimed)), " 元"),
    make("span", {}, "核定 ", make("b", {}, sum(made.assessed)), " 元"),
    make("span", {}, "裁定后 ", make("b", {}, sum(made.decided)), " 元"),
  ] : [make("span", { class: "hint" }, state.work.what ? "正在核查……" : "文件齐了，就点“开始核查”。")];
  byId("sums").replaceChildren(...parts);
  const lines = state.rows.map((one) => [
    make("button", { type: "button", class: "name", title: "看这一家的问题", onclick: () => review(one.name) }, one.name),
    one.claims.toLocaleString(), sum(one.claimed), sum(one.assessed), sum(one.decided),
    make("span", { class: one.blocking ? "alarm" : "" }, one.blocking.toLocaleString()), one.waiting.toLocaleString(),
    make("span", { class: "todo" }, one.todo),
  ]);
  const right = [1, 2, 3, 4, 5, 6];
  const head = ["申报主体", "申报", "申报（元）", "核定（元）", "裁定后（元）", "错误", "待裁定", "现在做什么"];
  byId("rows").replaceChildren(...(state.checked ? table("", head, lines, right).childNodes : []));
}

function review(applicant) {
  location.href = `${data.home}review/${applicant ? `#applicant=${encodeURIComponent(applicant)}` : ""}`;
}
