/* comments.js - what a browser with JavaScript adds to the comment form:
 *
 *   reply in place   the form moves below the comment, "cancel reply" brings it back
 *   preview          POST /comments/preview answers {html, token}
 *   send             POST /comments with action=send and that token answers
 *                    {status, message}
 *   drafts           what was typed outlives a reload, in sessionStorage
 *
 * A refusal is {status, message, fields: {name: message}}. Everything works
 * without this file too. All sentences come from the form's data- attributes or
 * from the server. */
(() => {
  "use strict";

  const form = document.getElementById("form");
  if (!form || !form.matches(".comment-form")) return;

  const field = name => form.elements.namedItem(name);
  const button = action => form.querySelector(`button[value="${action}"]`);
  const title = document.getElementById("form-title");
  const status = form.querySelector(".status");
  const preview = form.querySelector(".preview");
  const cancel = form.querySelector(".cancel");
  const home = document.createComment("the form's own place");
  const ownTitle = title.textContent;
  const kept = ["name", "email", "website", "text", "parent"];
  const storageKey = "senf " + field("page").value;
  let repliesTo = null; /* the link that brought the form where it is */
  let previewed = null; /* {content, token}: what the server has shown last */
  let busy = false;

  /* --- reply in place --- */

  const moveBelow = link => {
    repliesTo = link;
    field("parent").value = link.dataset.reply;
    title.textContent = link.dataset.title;
    cancel.hidden = false;
    link.closest(".comment").after(form);
  };

  const moveHome = () => {
    repliesTo = null;
    field("parent").value = "";
    title.textContent = ownTitle;
    cancel.hidden = true;
    home.after(form);
  };

  document.addEventListener("click", event => {
    const link = event.target.closest("a.reply[data-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    moveBelow(link);
    say("");
    keep();
    field("text").focus();
  });

  cancel.addEventListener("click", () => {
    const link = repliesTo;
    moveHome();
    keep();
    if (link) link.focus();
  });

  /* --- drafts: a browser may forbid storage, which costs nothing but this --- */

  const keep = () => {
    const draft = {};
    for (const name of kept) draft[name] = field(name).value;
    try { sessionStorage.setItem(storageKey, JSON.stringify(draft)); } catch { /* as said */ }
  };

  const restore = () => {
    let draft = null;
    try { draft = JSON.parse(sessionStorage.getItem(storageKey)); } catch { /* as said */ }
    if (!draft) return;
    for (const name of kept)
      if (name !== "parent" && !field(name).value && draft[name]) field(name).value = draft[name];
    const link = draft.text && draft.parent &&
      document.querySelector(`a.reply[data-reply="${CSS.escape(draft.parent)}"]`);
    if (link) moveBelow(link);
  };

  /* --- what the reader is told --- */

  const say = (text, kind = "") => {
    status.textContent = text;
    status.className = "status " + kind;
  };

  const errorId = input => input.id + "-error";

  const clearError = input => {
    const error = document.getElementById(errorId(input));
    if (!error) return;
    error.remove();
    input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", input.id + "-hint");
  };

  const showError = (input, message) => {
    clearError(input);
    const error = document.createElement("p");
    error.className = "error";
    error.id = errorId(input);
    error.textContent = message;
    input.after(error);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${error.id} ${input.id}-hint`);
  };

  /* What concerns no field that can be seen is told below the form. The focus goes to
   * the first field of the form that has a problem, in whatever order they came. */
  const refuse = answer => {
    const problems = Object.entries(answer.fields || {});
    const seen = ([name]) => field(name) && field(name).type !== "hidden";
    for (const [name, message] of problems.filter(seen)) showError(field(name), message);
    const rest = problems.find(problem => !seen(problem));
    say(rest ? rest[1] : answer.message || form.dataset.fields, "bad");
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
  };

  /* --- the server --- */

  const content = () => new URLSearchParams(new FormData(form));

  /* The answer as an object; null when there was none that we understand. */
  const post = async (url, fields) => {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: fields,
        credentials: "same-origin",
      });
      return { ok: response.ok, ...await response.json() };
    } catch {
      return null;
    }
  };

  const askForPreview = async () => {
    const fields = content();
    const answer = await post("/comments/preview", fields);
    if (!answer) return say(form.dataset.failed, "bad");
    if (!answer.ok) return refuse(answer);
    previewed = { content: fields.toString(), token: answer.token };
    preview.querySelector(".prose").innerHTML = answer.html; /* made safe by the server */
    return previewed;
  };

  const send = async () => {
    if ((!previewed || previewed.content !== content().toString()) && !await askForPreview()) return;
    const fields = content();
    fields.set("action", "send");
    fields.set("token", previewed.token);
    const answer = await post("/comments", fields);
    if (!answer) return say(form.dataset.failed, "bad");
    previewed = null;
    if (!answer.ok) return refuse(answer);
    field("text").value = "";
    preview.hidden = true;
    keep();
    say(answer.message, "good");
  };

  const show = async () => {
    if (!await askForPreview()) return;
    preview.hidden = false;
    say(form.dataset.previewed);
    preview.scrollIntoView({ block: "nearest" });
  };

  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.querySelectorAll("[aria-invalid]").forEach(clearError);
    form.setAttribute("aria-busy", "true");
    say(form.dataset.working);
    await (event.submitter && event.submitter.value === "preview" ? show() : send());
    form.removeAttribute("aria-busy");
    busy = false;
  });

  form.addEventListener("input", event => {
    keep();
    clearError(event.target);
  });

  /* --- begin --- */

  form.before(home);
  button("send").hidden = false;
  button("preview").classList.remove("primary");
  restore();
})();
