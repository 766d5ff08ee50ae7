/* pages.js - sites whose markup is the default theme's: the sample blog with its comments, and
 * the golden sites. */
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../../..");
const SENF = process.env.SENF || path.join(ROOT, "build/release/senf");
const COMMENTS = process.env.SENF_COMMENTS || path.join(ROOT, "build/release/senf-comments");
/* With a setup they need git, but for one that takes the theme's shortcodes; the others are about errors, or hold HTML of authors that is
 * wrong on purpose. */
const GOLDEN = fs.readdirSync(path.join(ROOT, "tests/golden")).filter(name =>
  fs.existsSync(path.join(ROOT, "tests/golden", name, "expected")) &&
  (name === "everything" || !fs.existsSync(path.join(ROOT, "tests/golden", name, "setup"))) &&
  !["anchors", "integrity", "minify", "minify-off", "overrides", "template-places"].includes(name));

const build = (source, out, ...options) =>
  execFileSync(SENF, ["build", source, "--worktree", "--quiet", "--full", "--theme", path.join(ROOT, "themes/senf"),
    "--output", out, "--state", `${out}.state`, "--now", "2027-01-01", ...options], { stdio: ["ignore", "ignore", "pipe"] });

/* Build each below `scratch`, and call visit(name, folder). */
const visitSites = async (scratch, visit) => {
  const database = path.join(scratch, "comments.db");
  execFileSync(COMMENTS, ["import", path.join(ROOT, "content/comments.jsonl"), "--database", database, "--quiet"]);
  build(path.join(ROOT, "content"), path.join(scratch, "content"), "--comments", database);
  await visit("the sample blog", path.join(scratch, "content"));
  for (const name of GOLDEN) {
    build(path.join(ROOT, "tests/golden", name, "site"), path.join(scratch, name), "--drafts");
    await visit(`golden: ${name}`, path.join(scratch, name));
  }
};

module.exports = { ROOT, build, visitSites };
