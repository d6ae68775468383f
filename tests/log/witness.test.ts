import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cosignatureType, readCosignature } from "#campaigns/log/cosignature.ts";
import { extendLog } from "#campaigns/log/extend-log.ts";
import { signCheckpoint } from "#campaigns/log/sign-checkpoint.ts";
import { parseNote, parseVerifier } from "#campaigns/log/signed-note.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { hashLength } from "#campaigns/platform/tree-hash.ts";
import { runSheaf } from "../cli/run-sheaf.ts";
import { countedSignature } from "../support/signing.ts";
import { makeFolder } from "../support/temporary-folder.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let address: string;
let folder: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  await countedSignature(site.deps, campaign, "anna");
  await signCheckpoint(site.deps, campaign);
  address = `${await site.app.listen({ port: 0, host: "127.0.0.1" })}/log/${campaign.slug}`;
  folder = makeFolder();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await site.close();
});

const get = async (path: string) => {
  const response = await fetch(`${address}/${path}`);
  return {
    status: response.status,
    body: Buffer.from(await response.arrayBuffer()),
    headers: response.headers,
  };
};

async function newWitness(name: string): Promise<{ file: string; key: string }> {
  const file = join(folder, `${name}.json`);
  const made = await runSheaf(["witness", "new", name, "--file", file], {});
  expect(made).toMatchObject({ status: 0, stderr: "" });
  return { file, key: made.stdout.trim() };
}

const operate = (...args: string[]) =>
  runSheaf(args, { MONGODB_URI: site.config.MONGODB_URI, SHEAF_KEYS: site.config.SHEAF_KEYS });

test("a witness signs what it has seen grow, and its signature stands below the published checkpoint", async () => {
  const { file, key } = await newWitness("newspaper.example");
  expect((await runSheaf(["witness", "sign", address, "--file", file], {})).stderr).toMatch(
    /No witness that is known/,
  );
  expect(await operate("log", "add-witness", key)).toMatchObject({ status: 0, stderr: "" });
  await countedSignature(site.deps, campaign, "berta");
  await signCheckpoint(site.deps, campaign);
  for (const _again of [1, 2]) {
    const signed = await runSheaf(["witness", "sign", address, "--file", file], {});
    expect(signed).toMatchObject({ status: 0, stderr: "" });
    expect(signed.stdout).toMatch(/to 2 leaves: signed as newspaper\.example/);
  }
  const published = (await get("checkpoint")).body.toString();
  const lines = published.split("\n").filter((line) => line.startsWith("\u2014 newspaper.example "));
  const witness = parseVerifier(key, cosignatureType);
  const note = parseNote(published);
  expect(lines).toHaveLength(1);
  expect(witness && note && readCosignature(note.text, `${lines[0]}\n`, witness)?.name).toBe(
    "newspaper.example",
  );
});

test("a witness refuses a log that does not begin with what it has seen, and signs nothing", async () => {
  const { file, key } = await newWitness("member.example");
  await operate("log", "add-witness", key);
  expect(await runSheaf(["witness", "sign", address, "--file", file], {})).toMatchObject({ status: 0 });
  const kept = JSON.parse(readFileSync(file, "utf8"));
  const seen = kept.seen[address];
  writeFileSync(
    file,
    JSON.stringify({
      ...kept,
      seen: { [address]: { ...seen, root: Buffer.alloc(hashLength).toString("base64") } },
    }),
  );
  const refused = await runSheaf(["witness", "sign", address, "--file", file], {});
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/not to be trusted: it does not begin with the \d+ leaves that were seen/);
});

test("tiles are published as far as the log goes, and the key that signs", async () => {
  const { size } = await extendLog(site.deps, campaign);
  const partial = await get(`tile/0/000.p/${size}`);
  expect(partial).toMatchObject({ status: 200 });
  expect(partial.body.length).toBe(size * hashLength);
  expect(partial.headers.get("cache-control")).not.toMatch(/immutable/);
  for (const unknown of [
    "tile/0/000",
    `tile/0/000.p/${size + 1}`,
    "tile/0/001.p/1",
    "tile/1/000.p/1",
    "tile/0/x",
    "tile/..%2Fkey",
  ])
    expect((await get(unknown)).status, unknown).toBe(404);
  expect(parseVerifier((await get("key")).body.toString())?.name).toBe("sheaf.test");
});

test("what is no signature of a witness is refused, and a proof that can't be given", async () => {
  const api = `${new URL(address).origin}/api/v1/campaigns/${campaign.slug}/log`;
  const post = (body: object) =>
    fetch(`${api}/cosignatures`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const line = `\u2014 newspaper.example ${Buffer.alloc(76).toString("base64")}\n`;
  expect((await post({ size: 2, cosignature: line })).status).toBe(422);
  expect((await post({ size: 99, cosignature: line })).status).toBe(404);
  expect((await post({ size: 2, cosignature: "hello" })).status).toBe(400);
  expect((await fetch(`${api}/consistency?earlier=1&later=99`)).status).toBe(404);
  expect((await fetch(`${api}/consistency?earlier=2&later=1`)).status).toBe(404);
  expect((await fetch(`${api}/consistency?earlier=-1&later=1`)).status).toBe(400);
});

test("nothing in what is published names a person or opens a field", async () => {
  const published = (await get("tile/0/000.p/1")).body;
  const sheet = await site.deps.database.sheets.findOne({ campaign: campaign.ordinal, log: 0 });
  const [line] = sheet?.lines ?? [];
  expect(line?.fields?.length).toBe(hashLength);
  expect(published.includes(line?.person.subarray(4) ?? "?")).toBe(false);
  expect(published.includes(line?.fields ?? "?")).toBe(false);
});
