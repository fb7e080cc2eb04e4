// Lights up a claim's words in every report, filters, steps from difference to difference, copies quotations. The page is whole without it.
(function () {
  "use strict";
  var said = document.getElementById("said"), lit = [], filter = document.getElementById("filter");
  var claims = Array.prototype.slice.call(document.querySelectorAll(".claim"));
  var cards = claims.filter(function (c) { return c.classList.contains("card"); });
  function get(id) { return document.getElementById(id); }
  function clear() {
    lit.forEach(function (m) { m.classList.remove("on"); });
    document.querySelectorAll(".chosen").forEach(function (c) { c.classList.remove("chosen"); });
    lit = [];
  }
  function choose(claim) {
    clear();
    lit = Array.prototype.slice.call(document.querySelectorAll('mark[data-c~="' + claim.getAttribute("data-claim") + '"]'));
    claim.classList.add("chosen");
    lit.forEach(function (m) { m.classList.add("on"); });
    said.textContent = lit.length + " places marked in the reports";
  }
  function wide() { return window.innerWidth > 900; }
  document.addEventListener("click", function (event) {
    var claim = event.target.closest(".claim");
    if (!claim || event.target.closest("button")) return;
    choose(claim);
    if (wide() && !event.target.closest("a") && lit.length) lit[0].scrollIntoView({ block: "center" });
  });
  function fromAddress() {
    var claim = location.hash.length > 1 && get(location.hash.slice(1));
    if (claim && claim.classList.contains("claim")) choose(claim);
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();

  function shown(c) { return !c.classList.contains("out"); }
  function sift() {
    var text = get("f-text").value.trim().toLowerCase(), speaker = get("f-speaker").value, outlet = get("f-outlet").value, verdict = get("f-verdict").value, n = 0;
    var any = text || speaker || outlet || verdict;
    claims.forEach(function (c) {
      var of = c.closest("[data-s]");
      var good = (!text || c.textContent.toLowerCase().indexOf(text) >= 0 || (of && of.querySelector("h3").textContent.toLowerCase().indexOf(text) >= 0)) &&
        (!speaker || (of && of.getAttribute("data-s") === speaker)) &&
        (!outlet || (c.getAttribute("data-o") || "").indexOf(" " + outlet + " ") >= 0) &&
        (!verdict || c.getAttribute("data-v") === verdict);
      c.classList.toggle("out", !good);
      n += good;
    });
    document.querySelectorAll(".speaker, main section").forEach(function (part) {
      var mine = part.querySelectorAll(".claim");
      part.classList.toggle("out", !!any && (mine.length === 0 || !part.querySelector(".claim:not(.out)")));
    });
    document.querySelectorAll("main details").forEach(function (d) { if (any && d.querySelector(".claim:not(.out)")) d.open = true; });
    said.textContent = any ? n + " lines shown" : "";
  }
  if (filter) {
    filter.hidden = false;
    ["f-text", "f-speaker", "f-outlet", "f-verdict"].forEach(function (id) { get(id).addEventListener("input", sift); });
  }
  var at = -1;
  function step(by) {
    var list = cards.filter(shown);
    if (!list.length) return;
    at = (at + by + list.length) % list.length;
    choose(list[at]);
    list[at].focus({ preventScroll: true });
    list[at].scrollIntoView({ block: "start" });
    if (wide() && lit.length) {
      var aside = get("reports"), box = lit[0].getBoundingClientRect(), own = aside.getBoundingClientRect();
      aside.scrollTop += box.top - own.top - own.height / 3;
    }
  }
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape" && filter) {
      ["f-text", "f-speaker", "f-outlet", "f-verdict"].forEach(function (id) { get(id).value = ""; });
      sift();
      clear();
      if (typing) event.target.blur();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Enter" && event.target.classList.contains("claim")) choose(event.target);
    else if (event.key === "/" && filter) { event.preventDefault(); get("f-text").focus(); }
  });

  function copied(button) { button.textContent = "copied"; said.textContent = "Quotation copied"; }
  function copy(text, button) {
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(function () { copied(button); }); return; }
    var area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    if (document.execCommand("copy")) copied(button);
    area.remove();
  }
  document.querySelectorAll("button.copy").forEach(function (button) {
    var q = button.closest(".claim").querySelector("q");
    button.hidden = false;
    button.setAttribute("aria-label", "copy this quotation with its source");
    button.addEventListener("click", function () { copy(q.textContent.trim() + " \u2014 " + q.getAttribute("data-cite"), button); });
  });
})();
