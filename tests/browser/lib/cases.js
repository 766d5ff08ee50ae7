/* cases.js - scenarios made of steps, each of which is a case of the runner.
 *
 *   scenario("reader", async step => {
 *     await step("opens the post", async () => { ... });
 *   });
 *   run(async () => { before all }, async () => { after each scenario }, async () => { at the end });
 *
 * A step prints "ok reader: opens the post" or "not ok ...". What follows a step that
 * failed in the same scenario is not tried, and failed too. Words on the command line
 * choose the scenarios whose names begin with them. */
"use strict";

/* Milliseconds for what should take a moment, on a busy machine. */
const PATIENCE = 60000;

const scenarios = [];
let failed = 0;

const scenario = (name, body) => scenarios.push({ name, body });

/* A case by itself; whether it passed. */
const testCase = async (name, body, explain) => {
  try {
    await body();
    console.log(`ok ${name}`);
    return true;
  } catch (error) {
    failed++;
    console.log(`not ok ${name}`);
    console.log(String((error && error.stack) || error).split("\n").slice(0, 40).join("\n"));
    if (explain) console.log(await explain().catch(String));
    return false;
  }
};

const runScenario = async ({ name, body }, after, explain) => {
  let good = true;
  const step = async (what, work) => {
    if (good) good = await testCase(`${name}: ${what}`, work, explain);
    else await testCase(`${name}: ${what}`, () => Promise.reject("not reached"));
  };
  await testCase(`${name}: ends`, async () => {
    await body(step);
    if (!good) throw new Error("a step failed");
    await after(name);
  });
};

/* `world` has open(), close(), and may have after(name) and explain(): what helps to
 * understand a failure. */
const run = async world => {
  const wanted = process.argv.slice(2);
  const chosen = scenarios.filter(one => !wanted.length || wanted.some(word => one.name.startsWith(word)));
  if (await testCase("it starts", () => world.open(), world.explain)) {
    for (const one of chosen) await runScenario(one, world.after || (async () => {}), world.explain);
    await testCase("it stops", () => world.close());
  }
  process.exit(failed ? 1 : 0);
};

/* For what another process does, and tells by nothing but its result. */
const waitUntil = async (condition, what) => {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};

module.exports = { PATIENCE, scenario, run, waitUntil };
