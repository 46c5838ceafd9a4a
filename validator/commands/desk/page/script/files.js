// ---- files: dropped or chosen, and sent to the program on this PC ------------------------------

// All files in what was dropped, folders opened: [[name with folders, file]].
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => [file.name, file]);
  const found = [];
  const look = async (entry, folder) => {
    if (entry.isFile) {
      found.push([folder + entry.name, await new Promise((done, failed) => entry.file(done, failed))]);
      return;
    }
    const reader = entry.createReader();
    for (;;) {  // a hundred at a time
      const inside = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!inside.length) return;
      for (const one of inside) await look(one, `${folder}${entry.name}/`);
    }
  };
  for (const entry of entries) await look(entry, "");
  return found.sort(([one], [other]) => one.localeCompare(other, "zh", { numeric: true }));
}

const MOST_TOLD = 30;
const megabytes = (bytes) => Math.ceil(bytes / 1e6).toLocaleString();

async function send(address, files) {
  const left = [];
  let sent = 0;
  for (const [name, file] of files) {
    sent += 1;
    if (file.size > data.largest) {
      left.push(`“${name}”有 ${megabytes(file.size)} MB，超过 ${megabytes(data.largest)} MB，没有收。请对方删去图片、空白行，或拆成几份再交。`);
      continue;
    }
    byId("work").textContent = `正在接收 ${sent.toLocaleString()} / ${files.length.toLocaleString()}：${name}`;
    try {
      const answer = await fetch(`${data.home}${address}?name=${encodeURIComponent(name)}`, {
        method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
      });
      const reply = answer.ok ? await answer.json() : { error: `“${name}”没有收到。请刷新网页再试。` };
      if (reply.error || reply.left) left.push(reply.error || reply.left);
    } catch (error) {
      left.push(`“${name}”没有收到：文件正被别的程序打开，或程序已经结束。`);
    }
  }
  working();
  const rest = left.length - MOST_TOLD;
  byId("left").textContent = [...left.slice(0, MOST_TOLD), ...(rest > 0 ? [`另有 ${rest.toLocaleString()} 个文件，说明同上几类。`] : [])].join("\n");
  if (left.length && address === "statement") trouble(left.join("\n"));
}

function dropZone(zone, address) {
  const over = (event) => { event.preventDefault(); zone.classList.add("over"); };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", (event) => { if (!zone.contains(event.relatedTarget)) zone.classList.remove("over"); });
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    await send(address, await dropped(event.dataTransfer));
  });
}

function chooser(button, input, address) {
  byId(button).addEventListener("click", () => byId(input).click());
  byId(input).addEventListener("change", async () => {
    const files = [...byId(input).files].map((file) => [file.webkitRelativePath || file.name, file]);
    byId(input).value = "";
    await send(address, files);
  });
}

function setUpFiles() {
  dropZone(byId("view-check"), "file");
  dropZone(byId("drop-statements"), "statement");
  chooser("choose-files", "files", "file");
  chooser("choose-folder", "folder", "file");
  chooser("choose-statements", "statements", "statement");
  // A file that is dropped beside the place must not be opened instead of the desk.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  byId("add-path").addEventListener("click", async () => { if (await act("path", { path: byId("path").value })) byId("path").value = ""; });
  byId("check").addEventListener("click", () => act("check", {}));
  byId("new-batch").addEventListener("click", () => begin({}));
}

async function begin(what) {
  if (await act("begin", what)) byId("left").textContent = "";
}

function files() {
  const some = state.batch.files.length > 0;
  byId("where").textContent = state.home;
  byId("drop").classList.toggle("empty", !some);
  byId("batch").hidden = !some;
  byId("new-batch").hidden = !some;
  byId("check").hidden = !some;
  byId("check").disabled = Boolean(state.work.what);
  byId("check").textContent = state.checked ? "重新核查" : "开始核查";
  byId("check").className = state.checked && !state.stale ? "" : "main";
  byId("earlier").hidden = some || !state.earlier.length;
  byId("earlier-list").replaceChildren(...state.earlier.map((one) =>
    make("button", { type: "button", onclick: () => begin({ name: one.name }) }, `${one.name}（${one.files} 个文件）`)));
  byId("paper").textContent = `申报核查：${state.batch.name}`;
  byId("files-head").textContent = `${state.batch.name}：${state.batch.files.length.toLocaleString()} 个文件`;
  byId("file-list").replaceChildren(...state.batch.files.map((name, at) => make("li", {}, make("span", {}, name),
    make("button", { type: "button", "aria-label": `移出 ${name}`, title: "移出这一批", onclick: () => act("leave-out", { at, name }) }, "移出"))));
}
