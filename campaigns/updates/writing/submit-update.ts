import type { Campaign } from "../../petitions/campaign.ts";
import { DomainError } from "../../platform/errors.ts";
import { reachesAnybody } from "../audience/audience.ts";
import type { Deps } from "../deps.ts";
import { type By, findUpdate } from "../find-update.ts";
import { moveUpdate } from "../move-update.ts";
import type { Update } from "../update.model.ts";
import { checkUpdate } from "./check-update.ts";

type SubmitDeps = Pick<Deps, "database" | "now">;

/**
 * Submits a finished draft for approval.
 * @throws DomainError `update-refused` when something is missing or nobody would get it, `update-moved`,
 * `not-found`.
 */
export async function submitUpdate(
  deps: SubmitDeps,
  by: By,
  { id, campaign }: { id: string; campaign: Campaign },
): Promise<Update> {
  const seen = await findUpdate(deps, by.account, id);
  const problems = checkUpdate(seen, campaign);
  if (problems.length > 0)
    throw new DomainError("update-refused", problems.map(({ message }) => message).join(" "));
  if (!(await reachesAnybody(deps, campaign, seen)))
    throw new DomainError("update-refused", "Nobody would get this update: choose a wider audience.");
  return moveUpdate(deps, by, seen, "submit", {
    set: { submittedBy: by.account.id, submittedAt: deps.now() },
    unset: ["remark"],
  });
}
