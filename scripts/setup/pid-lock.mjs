import { spawnSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/** How long an empty lock file counts as one that its owner is just writing, in milliseconds. */
const BEING_WRITTEN = 5_000;

export function processStamp(pid) {
  if (process.platform === "linux") return linuxStamp(pid);
  const ps = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout?.trim() || undefined;
}

function linuxStamp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may contain spaces: count from its end.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function takeLock(path) {
  const mine = JSON.stringify({ pid: process.pid, stamp: processStamp(process.pid) });
  for (;;) {
    if (writeNew(path, mine)) return { taken: true, release: releaser(path, mine) };
    const found = read(path);
    if (found === undefined) continue;
    const holder = livingHolder(found);
    if (holder !== undefined || justWritten(path, found)) return { taken: false, holder };
    dropStale(path, found);
  }
}

function writeNew(path, content) {
  try {
    writeFileSync(path, content, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function livingHolder(content) {
  try {
    const { pid, stamp } = JSON.parse(content);
    return processStamp(pid) === stamp ? pid : undefined;
  } catch {
    return undefined;
  }
}

function justWritten(path, content) {
  if (content.endsWith("}")) return false;
  try {
    return Date.now() - statSync(path).mtimeMs < BEING_WRITTEN;
  } catch {
    return false;
  }
}

/** Moves a dead process's lock away; if somebody else was faster and it is theirs by now, puts it back. */
function dropStale(path, stale) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") === stale) rmSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function releaser(path, mine) {
  const release = () => {
    process.removeListener("exit", release);
    if (read(path) === mine) rmSync(path, { force: true });
  };
  process.once("exit", release);
  return release;
}
