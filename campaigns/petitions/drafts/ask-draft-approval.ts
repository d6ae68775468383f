import type { AskedChange } from "../../approvals/approval.model.ts";
import { askApproval } from "../../approvals/ask-approval.ts";
import type { InTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { type Change, listChanges } from "./compare-drafts.ts";
import { textFiles } from "./draft-files.ts";
import type { OpenDraft } from "./open-draft.ts";
import type { Part } from "./passages.ts";
import { type PlainFiles, plainAt } from "./plain.ts";

/** Writes to who may approve a draft what publishing it would change, in the transaction that submits it. */
export async function askDraftApproval(
  deps: Pick<Deps, "database" | "now"> & Required<InTransaction>,
  open: OpenDraft,
  by: string,
): Promise<void> {
  const { campaign, petition, organisation, edited } = open.draft;
  await askApproval(deps, {
    kind: petition === null ? "page" : "petition",
    campaign,
    names: namesOf(open.merged),
    thing: petition,
    organisation,
    note: "",
    changes: listChanges(open).flatMap(({ part, changes }) => changes.map((change) => textsOf(part, change))),
    by,
    besides: [edited.account],
  });
}

/** The campaign's name in each language of its files. */
function namesOf(files: PlainFiles): { locale: string; text: string }[] {
  return textFiles(files).flatMap((name) => {
    const text = plainAt(files.get(name), ["page", "name"]);
    const locale = name.replace(/^texts\/|\.yaml$/g, "");
    return typeof text === "string" && text !== "" ? [{ locale, text }] : [];
  });
}

function textsOf(part: Part, { pieces }: Change): AskedChange {
  const without = (left: "in" | "out") =>
    pieces
      .filter(({ kind }) => kind !== left)
      .map(({ text }) => text)
      .join("");
  const about = part === "sources" ? { label: "sources" as const } : { locale: part };
  return { about, was: without("in"), becomes: without("out") };
}
