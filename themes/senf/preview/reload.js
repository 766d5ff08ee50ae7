// Reloads the page when the preview was built again, and shows what went wrong.
(function () {
  "use strict";
  var seen = document.currentScript.dataset.seen;
  var source = new EventSource("/_senf/events?page=" + encodeURIComponent(decodeURIComponent(location.pathname)) +
    (seen ? "&seen=" + seen : ""));
  var box = null;

  function hide() {
    if (box) box.remove();
    box = null;
  }

  function show(text) {
    hide();
    box = document.createElement("pre");
    box.setAttribute("role", "alert");
    box.dir = "ltr";
    box.tabIndex = 0; // it scrolls by the keys too
    box.style.cssText =
      "position:fixed;inset:auto 0 0 0;margin:0;padding:1rem;max-height:60vh;overflow:auto;" +
      "background:#2b0b0e;color:#ffe9ea;font:14px/1.5 ui-monospace,monospace;z-index:9999;" +
      "white-space:pre-wrap";
    box.textContent = text;
    document.body.appendChild(box);
  }

  source.addEventListener("reload", function () {
    sessionStorage.setItem("senf-scroll", String(window.scrollY));
    location.reload();
  });
  source.addEventListener("problem", function (event) {
    show(JSON.parse(event.data));
  });
  source.addEventListener("good", hide);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });

  var scroll = sessionStorage.getItem("senf-scroll");
  if (scroll !== null) {
    sessionStorage.removeItem("senf-scroll");
    window.scrollTo(0, Number(scroll));
  }
})();
