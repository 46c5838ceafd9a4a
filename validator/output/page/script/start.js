// ---- what the page does once it is there ------------------------------------------------------

window.addEventListener("beforeprint", printed);
window.addEventListener("afterprint", () => byId("printed").replaceChildren());
window.addEventListener("beforeunload", (event) => { if (taken.size && !save.done) event.preventDefault(); });

// Whoever reviews is the same all morning, also after the page was loaded anew.
function rememberReviewer() {
  byId("reviewer").value = sessionStorage.getItem("reviewer") || "";
  byId("reviewer").addEventListener("change", () => sessionStorage.setItem("reviewer", byId("reviewer").value.trim()));
}

function setUpHome() {
  if (!data.home) return;
  byId("home").hidden = false;
  byId("home").replaceChildren(make("strong", {}, "claimcheck 就业补贴核查"),
    ...data.homeTabs.map(([key, words]) => make("a", { href: key === "review" ? null : `${data.home}#${key}`, "aria-current": key === "review" ? "page" : null }, words)));
  const [name, value] = location.hash.slice(1).split("=").map(decodeURIComponent);
  if (name === "applicant" && value) applicantOnly = value;
  stay(data.home);
}

// Gone back to with the browser's button: the page as it was, and its connection closed.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

byId("skip").addEventListener("click", () => { show("findings"); byId("list").focus(); });
byId("save").addEventListener("click", save);
byId("search-claims").addEventListener("input", claims);
byId("more-claims").addEventListener("click", () => { claimsShown += 500; claims(); });
glance();
chartMeasures();
chartKinds();
setUpFilters();
setUpList();
setUpPicks();
setUpForm();
setUpTabs();
setUpHome();
setUpNews();
rememberReviewer();
show("findings");
measured();
if (!backToPlace()) filter();
claims();
about();
if (data.home) byId("list").focus();
