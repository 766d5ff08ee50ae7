/* look.js - what a page must be to everybody: axe-core's rules for WCAG 2.2 AA and its best
 * practices, and nothing that sticks out of a narrow window. */
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

/* Rules that were broken, and by what. */
const violations = async page => {
  await page.evaluate(AXE);
  const result = await page.evaluate(tags => axe.run(document, {
    runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
  }), TAGS);
  assert.ok(result.passes.length > 5, "axe has looked at something");
  /* axe reads no MathML, which screen readers do; others have its alttext. */
  const formula = ({ html }) => /<th[^>]*><math alttext=/.test(html);
  const found = result.violations.map(each =>
    (each.id === "empty-table-header" ? { ...each, nodes: each.nodes.filter(node => !formula(node)) } : each));
  return found.filter(({ nodes }) => nodes.length).map(({ id, help, nodes }) =>
    `${id}: ${help}: ${nodes.map(node => `${node.html} (${node.failureSummary})`).join("; ")}`);
};

/* What reaches beyond the window and lies in no box that scrolls by itself. */
const overflowing = page => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = element => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  const found = document.documentElement.scrollWidth > width ? [`the page: ${document.documentElement.scrollWidth} px`] : [];
  for (const element of document.body.querySelectorAll("*")) {
    const { right, width: own } = element.getBoundingClientRect();
    if (own > 0 && right > width + 1 && !scrolls(element)) found.push(`${element.outerHTML.slice(0, 120)}: ${right} px`);
  }
  return found;
});

/* Every width and colour scheme; as the page is, without loading it again. */
const examine = async page => {
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
      assert.strictEqual(dark, colorScheme === "dark");
      assert.deepStrictEqual(await violations(page), [], `${colorScheme}, ${width} px`);
    }
    assert.deepStrictEqual(await overflowing(page), [], `${width} px`);
  }
};

module.exports = { examine };
