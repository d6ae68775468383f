import type { BundleState } from "../../bundles/bundle-request.model.ts";
import type { Deps } from "../../bundles/deps.ts";
import { day } from "../../platform/durations.ts";
import type { Placed, Reader } from "./inbox.ts";

const shown = { asked: "awaited", running: "awaited", ready: "waiting", failed: "wrong" } as const;
type Shown = keyof typeof shown;

/** A bundle that failed is told of for so long, in milliseconds. */
const told = 7 * day;

/** Bundles that somebody asked for: being made, to be downloaded, or failed in the last days. */
export async function listBundles(
  { database, now }: Pick<Deps, "database" | "now">,
  { id }: Reader,
): Promise<Placed[]> {
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
