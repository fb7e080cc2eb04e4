// Lights up, in every report, the words of the claim that was chosen. The page is whole without it.
(function () {
  "use strict";
  var said = document.getElementById("said"), lit = [];
  function marks(id) {
    return Array.prototype.filter.call(document.querySelectorAll("mark[data-c]"), function (m) {
      return (" " + m.getAttribute("data-c") + " ").indexOf(" " + id + " ") >= 0;
    });
  }
  function choose(claim) {
    lit.forEach(function (m) { m.classList.remove("on"); });
    document.querySelectorAll(".chosen").forEach(function (c) { c.classList.remove("chosen"); });
    lit = marks(claim.getAttribute("data-claim"));
    claim.classList.add("chosen");
    lit.forEach(function (m) { m.classList.add("on"); });
    said.textContent = lit.length + " places marked in the reports";
  }
  document.addEventListener("click", function (event) {
    var claim = event.target.closest(".claim");
    if (!claim) return;
    choose(claim);
    if (!event.target.closest("a") && lit.length) lit[0].scrollIntoView({ block: "center" });
  });
  function fromAddress() {
    var claim = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (claim && claim.classList.contains("claim")) choose(claim);
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
