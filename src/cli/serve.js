// What is new since the reader last looked (kept in this browser alone), and a line when the desk changes meanwhile.
(function () {
  "use strict";
  var main = document.querySelector("main[data-desk]");
  if (!main) return;
  var looked = 0;
  try {
    looked = Number(localStorage.getItem("looked")) || 0;
    localStorage.setItem("looked", String(Math.floor(Date.now() / 1000)));
  } catch (e) { /* a browser that keeps nothing: nothing is new */ }
  if (looked) main.querySelectorAll("li[data-changed]").forEach(function (li) {
    if (Number(li.dataset.changed) > looked) li.classList.add("new");
  });
  if (!window.EventSource) return;
  var live = document.getElementById("live");
  new EventSource("/api/changes").addEventListener("changed", function () { live.hidden = false; });
})();
