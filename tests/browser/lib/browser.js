/* browser.js - Debian's chromium, and everything that a page of ours must not do.
 *
 *   const browser = await launch(site.port);
 *   const visit = await visitor(browser, { javaScriptEnabled: false });
 *   visit.page               playwright's page
 *   visit.refusals           how many answers of 4xx this visit has asked for
 *   visit.forgive(pattern)   complaints that the visit itself has caused; there must be one
 *   await visit.leave()      fails when a request went elsewhere, or the console or the
 *                            content security policy complained
 */
"use strict";

const assert = require("node:assert");
const { chromium } = require("playwright-core");
const { PATIENCE } = require("./cases.js");

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/* `host` leads to the port of this machine; every other name leads nowhere. */
const launch = (port, host) => chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [...ARGUMENTS,
    ...(host ? [`--host-resolver-rules=MAP ${host}:80 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`] : [])],
  timeout: PATIENCE,
});

/* What chromium itself says of an answer of 4xx, which a refused form is. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;

const watch = (visit, origin) => {
  const complain = (kind, text) => visit.complaints.push(`${kind}: ${text}`);
  visit.context.on("request", request => {
    visit.requests.push(request.url());
    if (new URL(request.url()).origin !== origin) complain("a request elsewhere", request.url());
  });
  visit.context.on("requestfailed", request => {
    const why = request.failure().errorText;
    if (why !== "net::ERR_ABORTED") complain("a request failed", `${request.url()} ${why}`);
  });
  visit.context.on("response", response => {
    if (response.status() >= 500) complain("an answer", `${response.status()} ${response.url()}`);
    else if (response.status() >= 400) visit.refused.push(`${response.status()} ${response.url()}`);
  });
  visit.context.on("console", message => {
    if (!REFUSED.test(message.text())) complain(`console ${message.type()}`, message.text());
  });
  visit.context.on("weberror", error => complain("an exception", error.error()));
};

/* Somebody with a browser of their own: no cookies, an empty store. */
const visitor = async (browser, origin, options = {}) => {
  const context = await browser.newContext({
    baseURL: origin, locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce",
    viewport: { width: 1280, height: 900 }, ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  context.setDefaultNavigationTimeout(PATIENCE);
  const visit = { context, complaints: [], requests: [], refused: [], refusals: 0 };
  watch(visit, origin);
  visit.page = await context.newPage();
  visit.forgive = pattern => {
    const others = visit.complaints.filter(text => !pattern.test(text));
    assert.ok(others.length < visit.complaints.length, `nothing says ${pattern}`);
    visit.complaints = others;
  };
  visit.leave = async () => {
    await context.close();
    assert.ok(visit.requests.length > 0, "nothing was requested");
    assert.deepStrictEqual(visit.complaints, []);
    assert.strictEqual(visit.refused.length, visit.refusals, `refused: ${visit.refused.join(", ")}`);
  };
  return visit;
};

module.exports = { launch, visitor };
