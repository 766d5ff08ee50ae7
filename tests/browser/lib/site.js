/* site.js - the sample blog on the real programs: a bare repository with its hook, the
 * comments that come with the sample, a moderator, and a server on a port that the
 * kernel chose.
 *
 *   const site = await Site.start();
 *   site.port, site.url      where it listens, and the address that it believes to have
 *   site.moderator           {name, password}
 *   await site.push({ "posts/x.md": text => text + "more" }, "message")
 *   await site.verify()      the output is what a build from nothing gives
 *   await site.stop()
 *
 * The site is http://muehlkurve.example to those who visit it; browser.js leads the
 * browser to the port, and nowhere else. */
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const assert = require("node:assert");
const { PATIENCE, waitUntil } = require("./cases.js");

const ROOT = process.env.SENF_ROOT || path.resolve(__dirname, "../../..");
const SENF = process.env.SENF || path.join(ROOT, "build/asan/senf");
const SENF_COMMENTS = process.env.SENF_COMMENTS || path.join(ROOT, "build/asan/senf-comments");
const HOST = "muehlkurve.example";

/* A fresh folder, below TEST_TMP where the runner gives one. */
const scratch = () => fs.mkdtempSync(path.join(process.env.TEST_TMP || os.tmpdir(), "browser-"));

/* {status, out, err} of a program that ended by itself. */
const exec = (program, words, options = {}) => new Promise((resolve, reject) => {
  const child = spawn(program, words, { timeout: PATIENCE, stdio: ["ignore", "pipe", "pipe"], ...options });
  const text = ["", ""];
  [child.stdout, child.stderr].forEach((stream, i) => {
    stream.setEncoding("utf8");
    stream.on("data", part => { text[i] += part; });
  });
  child.on("error", reject);
  child.on("close", status => resolve({ status, out: text[0], err: text[1] }));
});

/* What it said, where it must succeed. */
const call = async (program, words, options) => {
  const done = await exec(program, words, options);
  assert.strictEqual(done.status, 0, `${program} ${words.join(" ")}: ${done.out}${done.err}`);
  return done;
};

/* A program that runs until it is told to stop: how it ends. It does not outlive the test. */
const endOf = child => {
  process.on("exit", () => child.kill("SIGKILL"));
  return new Promise(resolve => child.on("exit", (status, signal) => resolve(signal || status)));
};

const gitEnvironment = {
  ...process.env,
  GIT_AUTHOR_NAME: "Marlene", GIT_AUTHOR_EMAIL: "marlene@example.org",
  GIT_COMMITTER_NAME: "Marlene", GIT_COMMITTER_EMAIL: "marlene@example.org",
  GIT_CONFIG_NOSYSTEM: "1",
};

const copySample = folder => fs.cpSync(path.join(ROOT, "content"), folder, {
  recursive: true,
  filter: name => !/\/(demo\.sh|comments\.jsonl)$/.test(name),
});

class Site {
  /* `content` is {fill(folder), comments: a file}: another site than the sample. */
  static async start(content) {
    const site = new Site(content || { fill: copySample, comments: path.join(ROOT, "content/comments.jsonl") });
    await site.makeRepository();
    await site.makeComments();
    await site.firstPush();
    await site.serve();
    return site;
  }

  constructor(content) {
    this.content = content;
    this.folder = scratch();
    this.url = `http://${HOST}`;
    this.repository = this.path("site.git");
    this.work = this.path("work");
    this.where = ["--output", this.path("public"), "--state", this.path("state"),
      "--comments", this.path("comments.db")];
  }

  path(...parts) {
    return path.join(this.folder, ...parts);
  }

  git(...words) {
    return call("git", words, { cwd: this.work, env: gitEnvironment });
  }

  async makeRepository() {
    await call(SENF, ["init", this.repository, "--bare", ...this.where]);
    const configure = (key, value) => call("git", ["--git-dir", this.repository, "config", key, value]);
    await configure("senf.program", SENF);
    await configure("senf.baseUrl", this.url);
  }

  async makeComments() {
    const database = ["--database", this.path("comments.db")];
    await call(SENF_COMMENTS, ["import", this.content.comments, ...database, "--quiet"]);
    const { out } = await call(SENF_COMMENTS, ["moderator", "add", "mira", "--generate", ...database]);
    this.moderator = { name: "mira", password: out.trim() };
  }

  async serve() {
    const rebuild = [SENF, "build", this.repository, "--quiet", ...this.where, "--base-url", this.url];
    /* JSON is YAML. */
    fs.writeFileSync(this.path("comments.yaml"), JSON.stringify({
      listen: "127.0.0.1:0", base_url: this.url, title: "Mühlkurve", timezone: "+02:00", log: "info",
      database: "comments.db", build_db: "state/build.db", site: "public",
      rebuild: { command: rebuild },
      limits: { comments_per_minute: 0, previews_per_minute: 0, logins_per_minute: 0 },
    }));
    const log = fs.openSync(this.path("log"), "a");
    this.server = spawn(SENF_COMMENTS, ["serve", "--config", this.path("comments.yaml"), "--ready-fd", "3"],
      { stdio: ["ignore", log, log, "pipe"] });
    this.ended = endOf(this.server);
    let address = "";
    for await (const part of this.server.stdio[3]) address += part;
    this.port = Number(new URL(address.trim() || `no address: ${this.log()}`).port);
  }

  async firstPush() {
    this.content.fill(this.work);
    await this.git("init", "-q", "-b", "main");
    await this.git("add", "-A");
    await this.git("commit", "-q", "-m", "A new board");
    return this.git("push", "-q", this.repository, "main");
  }

  /* Change files ({path: text => new text}), commit and push; what the pusher reads. */
  async push(changes, message) {
    for (const [name, change] of Object.entries(changes)) {
      const file = path.join(this.work, name);
      const text = fs.readFileSync(file, "utf8");
      const changed = change(text);
      assert.notStrictEqual(changed, text, `${name} has not changed`);
      fs.writeFileSync(file, changed);
    }
    await this.git("commit", "-q", "-a", "-m", message);
    return (await this.git("push", this.repository, "main")).err;
  }

  /* The bytes of a static file, as they lie there. */
  file(url) {
    return fs.readFileSync(this.path("public", url.endsWith("/") ? `${url}index.html` : url), "utf8");
  }

  waitForFile(url, condition, what) {
    return waitUntil(() => condition(this.file(url)), what);
  }

  waitForLog(event) {
    return waitUntil(() => this.log().includes(`event=${event}`), `the server tells of ${event}`);
  }

  async verify() {
    await call(SENF, ["verify", this.repository, "--strict", ...this.where, "--base-url", this.url]);
  }

  log() {
    return fs.readFileSync(this.path("log"), "utf8").slice(-3000);
  }

  async stop() {
    this.server.kill("SIGTERM");
    assert.strictEqual(await this.ended, 0, `the server's exit status: ${this.log()}`);
    fs.rmSync(this.folder, { recursive: true });
  }
}

module.exports = { Site, SENF, HOST, call, copySample, endOf, scratch };
