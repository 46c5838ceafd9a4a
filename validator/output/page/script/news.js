// ---- what others decide meanwhile: on another page, on another PC, in a workbook ----------------

const unread = new Set();  // findings that others have decided and that nobody here was told of
let theirs = new Set();  // those that the message is about
let lines = [];  // what the message says

const NEWS_SECONDS = 4, MOST_LINES = 4;

// Which state of which check the page shows: what is newer than that it has not seen.
const looked = () => ({ check: data.check, state: data.state });

function tellOthers(reply) {
  if (!reply.others || !reply.others.length) return;
  lines = [...lines, ...reply.others].slice(-MOST_LINES);
  const ids = new Set(reply.theirs);
  for (let index = 0; index < total; index += 1) if (ids.has(text("id", index))) theirs.add(index);
  newsShown(reply.added || reply.gone);
}

function newsShown(renew = false) {
  byId("news").hidden = !lines.length;
  byId("news").firstElementChild.textContent = `别人刚办的：${lines.join("；")}。${renew ? "问题随之有增减，请更新列表。" : ""}`;
  byId("news-show").hidden = !theirs.size;
  if (renew) byId("news-renew").hidden = false;
}

function filesShown() {
  const names = data.filesChanged || [];
  const named = names.slice(0, 3).map((name) => `“${name}”`).join("、") + (names.length > 3 ? ` 等 ${names.length.toLocaleString()} 个文件` : "");
  byId("changed").hidden = !names.length;
  byId("changed").firstElementChild.textContent = !names.length ? "" : `${named}在核查以后改动过，或已移走。这一页仍是改动以前的结果：裁定照样记录，但对改动过的申报不起作用。${data.home ? "请到“申报核查”页重新核查。" : "请结束程序，再核查一次。"}`;
}

async function news() {
  if (!data.address || document.hidden || news.busy || decide.busy) return;
  news.busy = true;
  const before = data.state;
  const reply = await ask(`${data.address}news`, looked());
  news.busy = false;
  if (!data.home) byId("ended").hidden = !reply.lost;  // the desk's own connection says it otherwise
  if (reply.lost) return;
  if (reply.error) {  // another check stands in place of this one
    byId("changed").hidden = byId("changed-renew").hidden = false;
    byId("changed").firstElementChild.textContent = reply.error;
    return;
  }
  if (decide.busy || data.state !== before) return;  // what was decided meanwhile has told more
  if (reply.standings) {
    refresh(reply);
    for (const index of theirs) unread.add(index);
    counted();
    rows(true);
    if (current >= 0 && theirs.has(shown[current])) detail(shown[current]);
  } else { data.undoable = reply.undoable; data.filesChanged = reply.filesChanged; filesShown(); }
  form();
}

// What others have just decided is decided over only by who has been told.
function askedTwice(indexes) {
  const unseen = indexes.filter((index) => unread.has(index));
  for (const index of unseen) unread.delete(index);
  if (!unseen.length) return false;
  complain(indexes.length === 1 ? `这一项别人刚裁定过：${text("earlier", unseen[0]) || "撤销了裁定"}。仍要裁定的，请再记录一次。`
    : `选中的有 ${unseen.length.toLocaleString()} 项别人刚裁定过。仍要一并裁定的，请再记录一次。`);
  return true;
}

function setUpNews() {
  byId("news-show").addEventListener("click", () => { clearFilters(); theseOnly = theirs; theirs = new Set(); filter(); byId("list").focus(); newsShown(); });
  byId("news-read").addEventListener("click", () => { lines = []; theirs = new Set(); newsShown(); byId("list").focus(); });
  byId("news-renew").addEventListener("click", () => { keepPlace("列表已更新。"); location.reload(); });
  byId("changed-renew").addEventListener("click", () => location.reload());
  filesShown();
  if (!data.address) return;
  setInterval(news, NEWS_SECONDS * 1000);
  for (const kind of ["visibilitychange", "focus"]) window.addEventListener(kind, news);
}
