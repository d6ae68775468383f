import { expect } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { type OpenDeps, openDeps } from "#campaigns/open-deps.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { type Fleet, startFleet } from "../support/fleet.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { waitFor } from "../support/wait-for.ts";
import type { Crowd } from "./crowd.ts";

/** A fleet, and a look into what it has stored. */
export type Stage = {
  fleet: Fleet;
  deps: Deps;
  /** One whose signatures count at once if nothing else is said. */
  openCampaign(verification?: Campaign["verification"]): Promise<Campaign>;
  /** Every acknowledged line is counted, once; nothing else is on the roll; all counts agree. */
  expectAllCounted(campaign: Campaign, crowd: Crowd, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
};

/** How long something may take before it counts as lost, however busy the machine is. */
const longest = 120_000;

/** How long one test with faults may take, in milliseconds. */
export const longEnough = 400_000;

/** Starts a fleet on databases of its own. */
export async function openStage(settings: NodeJS.ProcessEnv = {}): Promise<Stage> {
  const fleet = await startFleet(settings);
  const open: OpenDeps = await openDeps(fleet.config);
  const { deps } = open;
  return {
    fleet,
    deps,
    openCampaign: (verification = "none") => loadTestCampaign(deps.database, { verification }),
    expectAllCounted: (campaign, crowd, timeoutMs = longest) =>
      expectAllCounted({ fleet, deps }, campaign, crowd, timeoutMs),
    async close() {
      await open.close();
      await fleet.stop();
    },
  };
}

/** Lets the crowd sign until so many more have been told that their signature is taken. */
export async function signMore(crowd: Crowd, count: number): Promise<void> {
  const target = crowd.acknowledged().length + count;
  await waitFor(`${count} more signatures`, () => crowd.acknowledged().length >= target, longest);
}

async function expectAllCounted(
  { fleet, deps: { database, keys } }: Pick<Stage, "fleet" | "deps">,
  campaign: Campaign,
  crowd: Crowd,
  timeoutMs: number,
): Promise<void> {
  const own = { campaign: campaign.ordinal };
  await waitFor(
    "the backlog to be gone",
    async () => (await database.sheets.countDocuments({ ...own, state: { $ne: "folded" } })) === 0,
    timeoutMs,
  );
  const sheets = await database.sheets.find(own).toArray();
  const stored = new Set(sheets.flatMap(({ lines }) => lines.map(({ person }) => person.toString("hex"))));
  const recount = await recountRoll(database, campaign.ordinal);
  expect(recount).toEqual({ roll: stored.size, total: stored.size, unfolded: 0, drift: [] });
  const acknowledged = crowd.acknowledged();
  expect(stored.size).toBeGreaterThanOrEqual(new Set(acknowledged.map(({ who }) => who)).size);
  const outcomes = new Map(sheets.map((sheet) => [sheet._id.toHexString(), sheet.outcomes ?? []]));
  const counted = [...outcomes.values()].flat().filter((outcome) => outcome === "counted");
  expect(counted).toHaveLength(stored.size);
  const ends = acknowledged.map(({ receipt = "" }) => {
    const { sheet, line } = readToken(keys, "receipt", receipt);
    return outcomes.get(sheet.toHexString())?.[line] ?? "lost";
  });
  expect([...new Set(ends)].filter((end) => end !== "counted" && end !== "repeat")).toEqual([]);
  const some = acknowledged.filter((_, index) => index % Math.ceil(acknowledged.length / 100) === 0);
  const statuses = await Promise.all(some.map(({ receipt }) => statusOf(fleet.url, receipt)));
  expect(new Set(statuses)).toEqual(new Set(["counted"]));
}

async function statusOf(url: string, receipt = ""): Promise<string> {
  const answer = await fetch(`${url}/api/v1/receipts/${receipt}`);
  const body: unknown = await answer.json();
  return typeof body === "object" && body && "status" in body ? String(body.status) : "none";
}
