// ---- what the page does once it is there ------------------------------------------------------

window.addEventListener("beforeprint", printed);
window.addEventListener("afterprint", () => byId("printed").replaceChildren());
window.addEventListener("beforeunload", (event) => { if (taken.size && !save.done) event.preventDefault(); });

byId("skip").addEventListener("click", () => { show("findings"); byId("list").focus(); });
byId("save").addEventListener("click", save);
byId("search-claims").addEventListener("input", claims);
byId("more-claims").addEventListener("click", () => { claimsShown += 500; claims(); });
glance();
chartMeasures();
chartKinds();
setUpFilters();
setUpList();
setUpTabs();
show("findings");
measured();
filter();
claims();
about();
const saidBefore = sessionStorage.getItem("said");
if (saidBefore) { sessionStorage.removeItem("said"); say(saidBefore); }
