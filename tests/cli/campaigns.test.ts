import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshServices, freshServices } from "#tests/support/services.ts";
import { makeCatalogueFolder } from "../petitions/catalogue-folder.ts";
import { childEnvironment } from "../support/child-environment.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let services: FreshServices;

beforeAll(async () => {
  services = await freshServices();
});

afterAll(async () => {
  await services.dropAll();
});

/** Runs `sheaf campaigns ...` as an operator does. */
function sheaf(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/main.ts", "campaigns", ...args], {
    cwd: root,
    env: { ...childEnvironment(), ...env },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("sheaf campaigns check", () => {
  test("without a folder checks the whole catalogue", () => {
    const { status, stdout } = sheaf(["check"]);
    expect(stdout).toMatch(
      /^campaigns\/catalogue\/stop-sex-trafficking: \d+ petitions, 6 languages, \d+ sources. No problems found.$/m,
    );
    expect(status).toBe(0);
  });

  test("tells every problem with file and line, and fails", () => {
    const folder = makeCatalogueFolder();
    folder.edit("texts/fr.yaml", "Another reason.", "Another 9 reasons.");
    folder.edit("campaign.yaml", "country: TH", "country: th");
    const { status, stderr } = sheaf(["check", folder.path]);
    expect(stderr).toContain(`${folder.path}/texts/fr.yaml:8: page.why #2 has the figure "9"`);
    expect(stderr).toContain(`${folder.path}/campaign.yaml:34: country "th" is unknown`);
    expect(stderr).toContain("2 problems to fix.");
    expect(status).toBe(1);
  });
});

test("sheaf campaigns publish locks the texts, after which check reports nothing", () => {
  const folder = makeCatalogueFolder();
  expect(sheaf(["check", folder.path]).stdout).toContain("Not in published.yaml yet: international, th, ph.");
  expect(sheaf(["publish", folder.path]).stdout).toContain("Published: international, th, ph.");
  expect(sheaf(["check", folder.path]).stdout).not.toContain("published.yaml");
  expect(sheaf(["publish", folder.path]).stdout).toContain("nothing was changed");
});

describe("sheaf campaigns load", () => {
  test("prints what was added, and what was kept the second time", () => {
    const folder = makeCatalogueFolder("loaded-by-command");
    const first = sheaf(["load", folder.path], { MONGODB_URI: services.mongodbUri });
    expect(first.stderr).toBe("");
    expect(first.stdout).toMatch(/^Campaign loaded-by-command, number \d+: added.$/m);
    expect(first.stdout).toMatch(/^th +1 {2}added$/m);
    const second = sheaf(["load", folder.path], { MONGODB_URI: services.mongodbUri });
    expect(second.stdout).toMatch(/^international +1 {2}kept$/m);
    expect([first.status, second.status]).toEqual([0, 0]);
  });

  test("with --new-only leaves a campaign that is there alone: what the console published is newer", () => {
    const folder = makeCatalogueFolder("kept-by-command");
    const load = () => sheaf(["load", folder.path, "--new-only"], { MONGODB_URI: services.mongodbUri });
    expect(load().stdout).toMatch(/^Campaign kept-by-command, number \d+: added.$/m);
    folder.edit("campaign.yaml", "goals: [", "goals: [7, ");
    const second = load();
    expect(second.stdout).toBe(`${folder.path}: is there already, and stays as it is.\n`);
    expect(second.status).toBe(0);
    const asked = sheaf(["load", folder.path], { MONGODB_URI: services.mongodbUri });
    expect(asked.stdout).toMatch(/^Campaign kept-by-command, number \d+: changed.$/m);
  });

  test("without a database says what to set, and fails", () => {
    const folder = makeCatalogueFolder();
    const { status, stderr } = sheaf(["load", folder.path]);
    expect(stderr).toMatch(/^MONGODB_URI is not set: start Sheaf with npm start/);
    expect(status).toBe(1);
  });

  test("refuses a folder with problems, and fails", () => {
    const folder = makeCatalogueFolder("refused-by-command");
    folder.remove("texts/ar.yaml");
    const { status, stderr } = sheaf(["load", folder.path], { MONGODB_URI: services.mongodbUri });
    expect(stderr).toContain(`${folder.path}/texts/ar.yaml:1: is missing: add it`);
    expect(status).toBe(1);
  });
});
