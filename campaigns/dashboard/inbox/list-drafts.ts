import { trusted } from "mongoose";
import type { Deps } from "../../bundles/deps.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import type { Draft } from "../../petitions/drafts/draft.model.ts";
import { ownFiles } from "../../petitions/drafts/draft-files.ts";
import { isSecondPerson } from "../../petitions/drafts/move-draft.ts";
import { plainAt } from "../../petitions/drafts/plain.ts";
import type { Placed, Reader } from "./inbox.ts";

/** Nobody works through more than this at once. */
const mostListed = 100;

/** Drafts to approve, to publish, to go on with, and those that wait for somebody else. */
export async function listDrafts(
  { database }: Pick<Deps, "database">,
  account: Reader,
  campaigns: readonly Campaign[],
): Promise<Placed[]> {
  const reach = account.role === "secretariat" ? {} : { organisation: account.organisation };
  const drafts = await database.drafts
    .find({ ...reach, state: trusted({ $in: ["draft", "submitted", "approved"] }) })
    .hint("state")
    .limit(mostListed)
    .lean<Draft[]>();
  const known = new Set(campaigns.map(({ slug }) => slug));
  return drafts.flatMap((draft) => {
    const placed = place(draft, account.id);
    const name = known.has(draft.campaign) ? undefined : nameOf(draft);
    return placed ? [{ ...placed, name, campaign: draft.campaign, thing: draft.petition }] : [];
  });
}

function place(draft: Draft, reader: string): Pick<Placed, "list" | "kind" | "by" | "at"> | undefined {
  const { state, edited, submitted, approved, note } = draft;
  const kind = draft.petition === null ? "page" : "petition";
  if (state === "submitted") {
    const list = isSecondPerson(draft, reader) ? "waiting" : "awaited";
    return { list, kind, by: submitted?.account, at: submitted?.at };
  }
  if (state === "approved")
    return { list: "waiting", kind: "publish", by: approved?.account, at: approved?.at };
  if (edited.account !== reader) return undefined;
  return { list: "waiting", kind: note ? "changes" : "continue", at: edited.at };
}

/** The name of a campaign that was never published. */
function nameOf(draft: Draft): string | undefined {
  const files = ownFiles(draft);
  const names = [...files].flatMap(([file, plain]) =>
    file.startsWith("texts/") ? (plainAt(plain, ["page", "name"]) ?? []) : [],
  );
  return names.map(String).find((name) => name !== "");
}
