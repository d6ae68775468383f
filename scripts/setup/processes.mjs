import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const running = new Set();

/** Runs a program to its end without showing its output; returns what it wrote and how it ended. */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let output = "";
    const collect = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const finish = (ending) => {
      running.delete(child);
      resolve({ output, ...ending });
    };
    child.once("error", (error) => finish({ code: null, signal: null, missing: error.code === "ENOENT" }));
    child.once("close", (code, signal) => finish({ code, signal, missing: false }));
  });
}

/** Ends the programs that run quietly, when setup itself is asked to end. */
export function endQuietRuns() {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs npm itself, even when setup was started by `npm start` with a particular npm. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  return script?.endsWith("npm-cli.js")
    ? runQuietly(process.execPath, [script, ...args], options)
    : runQuietly("npm", args, options);
}

/** The path of the first of these programs found on the PATH. */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** Whether this file is executable. */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The last lines of a failed program's output, indented, to show below a sentence. */
export function lastLines(output) {
  return indent(output.trim().split("\n").slice(-8));
}

/** npm's own reason for a failure: its first lines, without the warnings around them. */
export function npmErrors(output) {
  const errors = output.split("\n").filter((line) => /^npm (error|ERR!) ./.test(line));
  return errors.length > 0 ? indent(errors.slice(0, 8)) : lastLines(output);
}

function indent(lines) {
  return lines.map((line) => `    ${line.trimEnd()}`).join("\n");
}
