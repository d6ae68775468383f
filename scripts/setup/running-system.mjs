import { readFileSync } from "node:fs";
import { join } from "node:path";
import { processStamp } from "./pid-lock.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * The settings that point a command to the system run by `npm start`, unless MONGODB_URI already names one.
 * @throws SetupError when it does not run and the command needs it.
 */
export function settingsOfRunningSystem(env, args) {
  if (env.MONGODB_URI) return {};
  const running = readRunning(join(env.SHEAF_DATA, "running.json"));
  if (running) return running.settings;
  if (needsNoDatabase(args)) return {};
  throw new SetupError(
    `Sheaf is not running on ${env.SHEAF_DATA}: start it with npm start in another terminal, or set MONGODB_URI, REDIS_URL and SMTP_URL.`,
  );
}

function readRunning(path) {
  try {
    const running = JSON.parse(readFileSync(path, "utf8"));
    const isUp = processStamp(running.pid) === running.stamp && running.settings.MONGODB_URI;
    return isUp ? running : undefined;
  } catch {
    return undefined;
  }
}

/** Commands for others than us, who have neither our database nor our keys. */
const forOthers = ["help", "verify", "witness"];

function needsNoDatabase(args) {
  const [command, subcommand] = args;
  if (command === undefined || forOthers.includes(command)) return true;
  if (args.some((arg) => ["--help", "-h", "--version", "-V"].includes(arg))) return true;
  return command === "campaigns" && ["check", "publish"].includes(subcommand);
}
