import { existsSync } from "node:fs";
import { findOnPath, lastLines, runQuietly } from "./processes.mjs";
import { say } from "./terminal.mjs";

const COMMAND = "apt-get install -y --no-install-recommends chromium-headless-shell fonts-noto-core";
// The shell draws no window around its pages, which takes a third of the time of those that do.
const names = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];
const thaiFont = "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf";
let program;
let asked = false;

/**
 * The step that provides Chromium, and fonts for every language, for the browser tests. Unlike the other steps it
 * never stops the run: without root it can only say what to install, and the other tests are still worth running.
 */
export const chromium = {
  async isDone() {
    program = process.env.SHEAF_CHROMIUM ?? findOnPath(names);
    return asked || (program !== undefined && (existsSync(thaiFont) || !mayInstall()));
  },
  async install() {
    asked = true;
    if (mayInstall()) await installWithApt();
    else say(`The browser tests need Chromium, which is missing. On Debian: sudo ${COMMAND}`);
    program ??= findOnPath(names);
  },
  environment: () => (program ? { SHEAF_CHROMIUM: program } : {}),
};

/** Whether these vitest arguments exclude the browser tests. */
export function leavesOutBrowser(args) {
  const files = args.filter((arg) => !arg.startsWith("-"));
  return files.length > 0 && !files.some((file) => file.includes("browser"));
}

function mayInstall() {
  return process.getuid?.() === 0 && findOnPath(["apt-get"]) !== undefined;
}

async function installWithApt() {
  say("Chromium and fonts for the browser tests: installing Debian's packages");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["update"], { env });
  const [command, ...args] = COMMAND.split(" ");
  const result = await runQuietly(command, args, { env });
  if (result.code === 0) return;
  say(
    `Chromium could not be installed, so the browser tests will fail. ${COMMAND}\n${lastLines(result.output)}`,
  );
}
