import { type ApprovalRequest, askApproval } from "../../approvals/ask-approval.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { DomainError } from "../../platform/errors.ts";
import { reachesAnybody } from "../audience/audience.ts";
import type { Deps } from "../deps.ts";
import { type By, findUpdate } from "../find-update.ts";
import { moveUpdate } from "../move-update.ts";
import type { Update } from "../update.model.ts";
import { checkUpdate } from "./check-update.ts";

type SubmitDeps = Pick<Deps, "database" | "now" | "jobs">;

/**
 * Submits a finished draft for approval; who may approve it is written to.
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
  const update = await moveUpdate(deps, by, seen, "submit", {
    set: { submittedBy: by.account.id, submittedAt: deps.now() },
    unset: ["remark"],
    also: (inner) => askApproval(inner, requestOf(seen, campaign, by.account.id)),
  });
  deps.jobs.lettersDue();
  return update;
}

function requestOf(update: Update, campaign: Campaign, by: string): ApprovalRequest {
  return {
    kind: "update",
    campaign: campaign.slug,
    names: Object.entries(campaign.pages).map(([locale, { name }]) => ({ locale, text: name })),
    thing: update._id.toHexString(),
    organisation: update.organisation,
    note: "",
    changes: Object.entries(update.texts).flatMap(([locale, text]) =>
      text ? [{ about: { locale }, was: "", becomes: `${text.subject}\n${text.body}` }] : [],
    ),
    by,
    besides: [update.createdBy],
  };
}
