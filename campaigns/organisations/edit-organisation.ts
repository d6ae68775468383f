import { isDeepStrictEqual } from "node:util";
import type { Account } from "../access/account.ts";
import { mustReach } from "../access/reach.ts";
import { secretariat } from "../access/secretariat.ts";
import { type Actor, recordAudit } from "../audit/record-audit.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import { isDuplicate } from "../platform/is-duplicate.ts";
import type { Deps } from "./deps.ts";
import { forgetOrganisations } from "./find-organisation.ts";
import type { StoredOrganisation } from "./organisation.model.ts";
import type { Organisation } from "./organisation.ts";
import type { OrganisationFile } from "./organisation-file.ts";
import { checkEdit, type EditProblem } from "./read-edit.ts";

type EditDeps = Pick<Deps, "database" | "now">;

/** Who edits: the account, and the actor for the audit trail. */
export type Editor = { account: Account; actor: Actor };

/** The result of an edit; `changed` when somebody else was faster, with what is stored now. */
export type EditOutcome =
  | { kind: "saved"; slug: string }
  | { kind: "refused"; problems: EditProblem[] }
  | { kind: "changed"; now: Organisation };

/**
 * Reads an organisation for editing, from the database.
 * @throws DomainError `not-found` also when it is out of reach.
 */
export async function openOrganisation(
  { database }: EditDeps,
  account: Account,
  slug: string,
): Promise<Organisation> {
  mustReach(account, slug);
  const stored = await database.organisations.findById(slug).lean<StoredOrganisation>();
  if (!stored) throw notFound();
  const { _id, ...organisation } = stored;
  return { ...organisation, slug: _id };
}

/**
 * Saves the changes to an organisation if it is still the `version` that the editor saw. Only the secretariat can
 * change its name, kind and countries: from others these fields are ignored.
 * @throws DomainError `not-found` when it is another organisation's.
 */
export async function editOrganisation(
  deps: EditDeps,
  { account, actor }: Editor,
  slug: string,
  { version, typed }: { version: number; typed: OrganisationFile },
): Promise<EditOutcome> {
  const before = await openOrganisation(deps, account, slug);
  const { name, kind, parent, countries } = before;
  const own = account.role === "secretariat" ? {} : { name, kind, parent, countries };
  const { contents, problems } = await checkEdit(deps, slug, { ...typed, ...own });
  if (problems.length > 0) return { kind: "refused", problems };
  if (before.version !== version) return { kind: "changed", now: before };
  const changed = Object.entries(contents).filter(
    ([key, value]) => !isDeepStrictEqual(value, new Map(Object.entries(before)).get(key)),
  );
  if (changed.length === 0) return { kind: "saved", slug };
  const fields = changed.map(([key]) => key).join(" ");
  const isWritten = await withTransaction(deps, async (inner) => {
    const written = await inner.database.organisations.updateOne(
      { _id: slug, version },
      { $set: { ...contents, editedAt: deps.now() }, $inc: { version: 1 } },
      inner.transaction,
    );
    if (written.modifiedCount === 0) return false;
    await recordAudit(inner, actor, "organisation.edit", `organisation/${slug}`, {
      version: version + 1,
      fields,
    });
    return true;
  });
  if (!isWritten) return { kind: "changed", now: await openOrganisation(deps, account, slug) };
  // This process shows the change at once, others within seconds.
  forgetOrganisations(deps);
  return { kind: "saved", slug };
}

/** Adds an organisation to the network. @throws DomainError `not-allowed` when the account is not the secretariat's. */
export async function addOrganisation(
  deps: EditDeps,
  { account, actor }: Editor,
  slug: string,
  typed: OrganisationFile,
): Promise<EditOutcome> {
  mustLead(account);
  const { contents, problems } = await checkEdit(deps, slug, typed);
  const taken: EditProblem = { path: ["slug"], code: "slug-taken", gaps: {} };
  if (await deps.database.organisations.exists({ _id: slug })) problems.push(taken);
  if (problems.length > 0) return { kind: "refused", problems };
  const fresh = { _id: slug, ...contents, endedAt: null, version: 1, editedAt: deps.now() };
  try {
    await withTransaction(deps, async (inner) => {
      await inner.database.organisations.create([fresh], inner.transaction);
      await recordAudit(inner, actor, "organisation.add", `organisation/${slug}`);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return { kind: "refused", problems: [taken] };
  }
  // This process shows the change at once, others within seconds.
  forgetOrganisations(deps);
  return { kind: "saved", slug };
}

/**
 * Ends an organisation's membership of the network, or restores it; repeating it changes nothing. Its petitions,
 * people and supporters stay as they are.
 * @throws DomainError `not-allowed` when the account is not the secretariat's, or for the secretariat itself.
 */
export async function endOrganisation(
  deps: EditDeps,
  { account, actor }: Editor,
  slug: string,
  ends: boolean,
): Promise<void> {
  mustLead(account);
  if (slug === secretariat) throw new DomainError("not-allowed", "A network keeps its secretariat.");
  const { endedAt, version } = await openOrganisation(deps, account, slug);
  if ((endedAt !== null) === ends) return;
  const now = deps.now();
  const isWritten = await withTransaction(deps, async (inner) => {
    const written = await inner.database.organisations.updateOne(
      { _id: slug, version },
      { $set: { endedAt: ends ? now : null, editedAt: now }, $inc: { version: 1 } },
      inner.transaction,
    );
    if (written.modifiedCount === 0) return false;
    await recordAudit(
      inner,
      actor,
      ends ? "organisation.end" : "organisation.return",
      `organisation/${slug}`,
    );
    return true;
  });
  if (!isWritten) return endOrganisation(deps, { account, actor }, slug, ends);
  // This process shows the change at once, others within seconds.
  forgetOrganisations(deps);
}

function mustLead({ role }: Account): void {
  if (role !== "secretariat")
    throw new DomainError("not-allowed", "Only the secretariat changes the network.");
}
