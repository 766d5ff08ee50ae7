/* The second click of an embed: the link becomes the frame that it leads to. */
for (const figure of document.querySelectorAll(".embed[data-frame]")) {
  const link = figure.querySelector("a");
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = figure.dataset.frame;
    frame.title = link.textContent;
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    figure.replaceChildren(frame);
    frame.focus();
  });
}
