import type { BundleState } from "../../bundles/bundle-request.model.ts";
import type { Deps } from "../../bundles/deps.ts";
import { day } from "../../platform/durations.ts";
import type { Placed, Reader } from "./inbox.ts";

const shown = { asked: "awaited", running: "awaited", ready: "waiting", failed: "wrong" } as const;
type Shown = keyof typeof shown;

/** A bundle that failed is told of for so long, in milliseconds. */
const told = 7 * day;

/** Bundles to approve, and those that somebody asked for: being made, to be downloaded, or failed in the last days. */
export async function listBundles(deps: Pick<Deps, "database" | "now">, reader: Reader): Promise<Placed[]> {
  const [waiting, own] = await Promise.all([listWaiting(deps, reader), listOwn(deps, reader)]);
  return [...waiting, ...own];
}

/** Those that wait for a second person, whoever asked. */
async function listWaiting(
  { database }: Pick<Deps, "database">,
  { id, role, organisation }: Reader,
): Promise<Placed[]> {
  const own = role === "secretariat" ? {} : { owner: organisation, organisation };
  const found = await database.bundleRequests
    .find({ ...own, state: "waiting" })
    .sort({ at: 1 })
    .toArray();
  return found.map(({ campaign, account: by, at }) => ({
    ...{ list: by === id ? "awaited" : "waiting", kind: "bundle-approval", campaign, thing: null, by, at },
  }));
}

async function listOwn({ database, now }: Pick<Deps, "database" | "now">, { id }: Reader): Promise<Placed[]> {
  const found = await database.bundleRequests
    .find({
      account: id,
      state: { $in: Object.keys(shown).filter(isShown) },
      at: { $gt: new Date(now().getTime() - told) },
    })
    .sort({ at: 1 })
    .toArray();
  return found.flatMap(({ campaign, state, at }): Placed[] =>
    isShown(state)
      ? [
          {
            list: shown[state],
            kind: state === "failed" ? "bundle-failed" : "bundle",
            campaign,
            thing: null,
            at,
          },
        ]
      : [],
  );
}

function isShown(state: BundleState | string): state is Shown {
  return Object.hasOwn(shown, state);
}
