// The cell functions for Excel on a Mac and on the web. Each call goes to the claimcheck
// service on this machine; whatever fails becomes an error of the cell, never text or 0.
"use strict";

// How many arguments each function takes. Excel appends one of its own to every call.
const ARGUMENTS = {
  CC_ENGINE: 0,
  CC_AMOUNT: 3,
  CC_WHY: 3,
  CC_ROSTER: 5,
  CC_TOTAL: 5,
  CC_CLAUSE: 1,
  CC_ID_CHECK: 1,
  CC_AGE: 2,
  CC_CAPITAL: 1,
};

const NOT_RUNNING = "本机的 claimcheck 服务没有运行，请运行 claimcheck addin serve。";
const token = new URLSearchParams(location.search).get("token") || "";

function failure(code, message) {
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[code], message);
}

async function call(name, given) {
  let response;
  let reply;
  try {
    response = await fetch("call", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + token },
      body: JSON.stringify({ function: name, arguments: given }),
    });
    reply = await response.json();
  } catch {
    throw failure("notAvailable", NOT_RUNNING);
  }
  if (response.ok && reply.value !== undefined && reply.value !== null) {
    return reply.value;
  }
  // 422: the service understood, and there is no value for these cells.
  throw failure(response.status === 422 ? "invalidValue" : "notAvailable", reply.error);
}

for (const [name, count] of Object.entries(ARGUMENTS)) {
  CustomFunctions.associate(name.replaceAll("_", "."), (...cells) =>
    call(name, Array.from({ length: count }, (_, place) => cells[place] ?? null)),
  );
}

// What the task pane shows.
async function showState() {
  const state = document.getElementById("state");
  try {
    state.textContent = "已连接：" + (await call("CC_ENGINE", [])) + "，在本机计算。";
  } catch (error) {
    state.textContent = error.message || NOT_RUNNING;
  }
}
if (typeof document !== "undefined") {
  document.addEventListener("DOMContentLoaded", showState);
}
