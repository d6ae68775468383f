import { receivingDomain } from "../../mail/mail-provider.ts";
import { findSuppressed } from "../../mail/suppression/find-suppressed.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { personLength } from "../../petitions/person.ts";
import { DomainError } from "../../platform/errors.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import { type PersonalFields, unseal } from "../../platform/sealing/seal.ts";
import { emailProblem } from "../../texts/check-email.ts";
import { mailboxKey } from "../../texts/mailbox-key.ts";
import { agreesTo, isAmong } from "../audience/audience.ts";
import type { Deps } from "../deps.ts";
import { type Dispatch, readDispatchId } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import { quietUntil } from "./quiet-hours.ts";
import type { Settlement } from "./settle-dispatches.ts";
import { skipReasons } from "./skip-reasons.ts";
import { readingLocale } from "./template-for.ts";
import type { UpdateSender } from "./update-sender.ts";

type ChooseDeps = Pick<Deps, "database" | "keys" | "now">;

/** Somebody whose turn it is: opened, with every reason not to write to her checked. */
export type Addressee = {
  id: Buffer;
  attempts: number;
  name: string;
  email: string;
  country: string;
  /** The language of the text that she gets, and her own. */
  locale: Locale;
  tongue: Locale;
  /** The line that the links in her mail act on. */
  ref: LineRef;
  petition: string;
  suppression: Buffer;
};

/** Who is sent to now, and what happens to the others. */
export type Choice = { now: Addressee[]; others: Settlement[] };

/** What is known of a reader before her fields are opened. */
type Standing = {
  petition: string;
  country: string;
  locale: string;
  updates?: true;
  secretariat?: true;
  sealed: Buffer;
  ref: LineRef;
};

/**
 * Checks queued dispatches just before they are claimed: does she still agree, is she still in the audience, is her
 * address suppressed, is it night where she is, has her mail provider had enough for now.
 */
export async function chooseDispatches(
  deps: ChooseDeps,
  updateSender: Pick<UpdateSender, "limits" | "quiet">,
  { campaign, update }: { campaign: Campaign; update: Update },
  dispatches: readonly Dispatch[],
): Promise<Choice> {
  const others = new Others();
  const standings = await readStandings(deps, dispatches);
  const awake: Addressee[] = [];
  for (const { _id, attempts = 0 } of dispatches) {
    const standing = standings.get(_id.toString("latin1"));
    const fate = judge(deps, updateSender, { campaign, update }, standing);
    if (fate || !standing) others.add(_id, fate ?? gone);
    else {
      const addressee = open(deps.keys, update, _id, attempts, standing);
      if (!addressee) others.add(_id, { to: "failed", reason: "its sealed fields were altered" });
      else if (!emailProblem(addressee.email)) awake.push(addressee);
      else others.add(_id, { to: "failed", reason: "553 5.1.3: no mail can be addressed so" });
    }
  }
  const wanted = await withoutSuppressed(deps, awake, others);
  return { now: await withinLimits(deps, updateSender, wanted, others), others: others.all() };
}

/** What becomes of somebody who is not sent to now. */
type Fate = Pick<Settlement, "to" | "reason" | "dueAt" | "isNight">;

/** Settlements, grouped by what they have in common. */
class Others {
  readonly #byFate = new Map<string, Settlement>();

  add(id: Buffer, fate: Fate): void {
    const key = `${fate.to} ${fate.reason} ${fate.dueAt?.getTime() ?? ""}`;
    const known = this.#byFate.get(key) ?? { ids: [], from: "queued", ...fate };
    known.ids.push(id);
    this.#byFate.set(key, known);
  }

  all(): Settlement[] {
    return [...this.#byFate.values()];
  }
}

const gone = { to: "skipped", reason: skipReasons.withdrawn } as const;

/** Why a reader is not written to, or not now; undefined when she is. */
function judge(
  { now }: ChooseDeps,
  { quiet }: Pick<UpdateSender, "quiet">,
  { campaign, update }: { campaign: Campaign; update: Update },
  standing: Standing | undefined,
): Fate | undefined {
  const skip = (reason: string) => ({ to: "skipped", reason }) as const;
  if (!standing) return gone;
  if (!agreesTo(campaign, update.organisation, standing)) return skip(skipReasons.left);
  if (!isAmong(campaign, update, standing)) return skip(skipReasons.elsewhere);
  if (!readingLocale(update, standing.locale)) return skip(skipReasons.unread);
  const dueAt = quietUntil(quiet, standing.country, now());
  return dueAt && { to: "queued", reason: "quiet hours", dueAt, isNight: true };
}

/**
 * Opens a reader's fields; undefined when they were altered.
 * @throws DomainError `keys-lost`: everything waits for the key.
 */
function open(
  keys: Keys,
  update: Update,
  id: Buffer,
  attempts: number,
  standing: Standing,
): Addressee | undefined {
  const person = readDispatchId(id).supporter.subarray(0, personLength);
  let fields: PersonalFields;
  try {
    fields = unseal(keys, person, standing.sealed);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return undefined;
  }
  const { name, email } = fields;
  const { country, petition, ref } = standing;
  const locale = readingLocale(update, standing.locale) ?? "en";
  return {
    id,
    attempts,
    name,
    email,
    country,
    locale,
    tongue: isLocale(standing.locale) ? standing.locale : locale,
    ref,
    petition,
    suppression: mailboxKey(keys, email),
  };
}

const shown = {
  petition: 1,
  country: 1,
  locale: 1,
  updates: 1,
  secretariat: 1,
  sealed: 1,
  sheet: 1,
  line: 1,
};

async function readStandings(
  { database }: ChooseDeps,
  dispatches: readonly Dispatch[],
): Promise<Map<string, Standing>> {
  const byKey = new Map(dispatches.map(({ _id }) => [readDispatchId(_id).supporter.toString("latin1"), _id]));
  const ids = dispatches.map(({ _id }) => readDispatchId(_id).supporter);
  const found = database.signatures.find(
    { _id: { $in: ids }, state: "counted" },
    { projection: { ...shown, "moves.sheet": 1, "moves.line": 1, "moves.to": 1 }, batchSize: 1_000 },
  );
  const standings = new Map<string, Standing>();
  for await (const { _id, sealed, ...signature } of found) {
    const last = signature.moves?.findLast(({ to }) => to === "counted") ?? signature;
    const id = byKey.get(_id.toString("latin1"));
    const ref = { sheet: last.sheet, line: last.line };
    if (id && sealed) standings.set(id.toString("latin1"), { ...signature, sealed, ref });
  }
  return standings;
}

async function withoutSuppressed(deps: ChooseDeps, awake: Addressee[], others: Others): Promise<Addressee[]> {
  const suppressed = await findSuppressed(
    deps,
    awake.map(({ suppression }) => suppression),
  );
  if (suppressed.size === 0) return awake;
  return awake.filter(({ id, suppression }) => {
    const reason = suppressed.get(suppression.toString("hex"));
    if (reason !== undefined) others.add(id, { to: "suppressed", reason });
    return reason === undefined;
  });
}

async function withinLimits(
  { now }: ChooseDeps,
  { limits }: Pick<UpdateSender, "limits">,
  wanted: Addressee[],
  others: Others,
): Promise<Addressee[]> {
  const byDomain = Map.groupBy(wanted, ({ email }) => receivingDomain(email));
  const chosen = await Promise.all(
    Array.from(byDomain, async ([domain, some]) => {
      const { mails, again } = await limits.take(domain, some.length);
      const dueAt = new Date(now().getTime() + again);
      for (const { id } of some.slice(mails)) others.add(id, { to: "queued", reason: "domain limit", dueAt });
      return some.slice(0, mails);
    }),
  );
  return chosen.flat();
}
