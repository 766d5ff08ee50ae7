/* people.js - what readers and moderators do, step by step, as they would. */
"use strict";

const assert = require("node:assert");

const POST = {
  id: "posts/2026-04-02-zwei-berufe.en.md", url: "/en/posts/two-crafts/", title: "Two crafts, one evening",
  german: "posts/2026-04-02-zwei-berufe.md",
};
const CLOSED = { id: "posts/2026-07-11-bratwurst-abstimmung.md", url: "/posts/bratwurst-abstimmung/" };

const button = (page, name) => page.getByRole("button", { name, exact: true });

const headline = page => page.getByRole("heading", { level: 1 }).innerText();

/* Press what leads to another page. */
const follow = async (page, locator) => {
  await Promise.all([page.waitForEvent("load"), locator.click()]);
};

const fill = async (page, fields) => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`#form [name=${name}]`).fill(value);
};

/* Without JavaScript: preview, look, send. The number of the comment. */
const sendPlainly = async (page, fields) => {
  await fill(page, fields);
  await follow(page, button(page, "Preview"));
  assert.strictEqual(await headline(page), "This is how your comment will look");
  await follow(page, button(page, "Send"));
  assert.strictEqual(await headline(page), "Thank you");
  return Number(new URL(page.url()).searchParams.get("id"));
};

const login = async (page, { name, password }) => {
  await page.goto("/moderate/");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await follow(page, button(page, "Log in"));
  assert.strictEqual(await headline(page), "Moderation");
};

/* The comment of the list that holds this text. */
const card = (page, text) => page.locator(".queue article", { hasText: text });

/* In the list of those that wait; the notice afterwards. */
const decide = async (page, text, action) => {
  await page.goto("/moderate/");
  await follow(page, card(page, text).getByRole("button", { name: new RegExp(`^${action}: `) }));
  return page.locator(".notice").innerText();
};

module.exports = { POST, CLOSED, button, headline, follow, fill, sendPlainly, login, card, decide };
