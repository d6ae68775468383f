import { addLetters } from "../mail/add-letters.ts";
import type { LetterEntry } from "../mail/letter.model.ts";
import type { LetterFacts } from "../mail/letter.ts";
import type { Mailer } from "../mail/mailer.ts";
import { makeBounceAddress } from "../mail/verp.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { campaignByOrdinal } from "../petitions/campaign-by-ordinal.ts";
import { day, second } from "../platform/durations.ts";
import { isLocale, type Locale } from "../platform/languages/languages.ts";
import {
  type LineRef,
  linkTime,
  makeTimedToken,
  makeToken,
  type TokenPurpose,
} from "../platform/sealing/line-tokens.ts";
import { unseal } from "../platform/sealing/seal.ts";
import type { Deps } from "../signing/deps.ts";
import { type Addressed, addressLetter } from "./address-letter.ts";
import { composeLetter } from "./compose-letter.ts";
import { noteRefusedLetter } from "./note-refused-letter.ts";

type SendDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "bounces" | "now"> & { mailer: Mailer };

/** What became of a letter; a deferred one is due again later. */
export type LetterOutcome = "sent" | "skipped" | "failed" | "deferred";

/**
 * How long a worker holds a letter exclusively while sending it: longer than the mailer takes at most for one
 * letter.
 */
const lease = 360 * second;

/** Attempts after which a letter that the receiving side keeps deferring has failed: about two days. */
const mostAttempts = 20;

/**
 * Sends one letter if it is still wanted when it is due. One worker at a time holds it; after a crash between
 * sending and recording it goes out again, under the same Message-ID: a letter is sent at least once.
 */
export async function sendLetter(deps: SendDeps, id: string): Promise<LetterOutcome> {
  const now = deps.now();
  const entry = await deps.database.letters.findOneAndUpdate(
    { _id: id, state: "due", dueAt: { $lte: now } },
    { $set: { dueAt: new Date(now.getTime() + lease) } },
  );
  if (!entry) return "skipped";
  const addressed = await addressLetter(deps, entry);
  if ("skip" in addressed) return end(deps, entry, "skipped", addressed.skip);
  if ("wait" in addressed) return defer(deps, entry, 0);
  const mail = await write(deps, entry, addressed);
  const outcome = await deps.mailer.send(mail);
  switch (outcome.kind) {
    case "sent":
      if (addressed.kind === "confirm") await planReminder(deps, entry, addressed.ref);
      return end(deps, entry, "sent");
    case "refused":
      await noteRefusedLetter(deps, entry, mail.to, outcome.verdict);
      return end(deps, entry, "failed", `${outcome.code}: ${outcome.reason}`);
    case "deferred":
      if (entry.attempts + 1 < mostAttempts) return defer(deps, entry, 1);
      if (!outcome.uncertain) await noteRefusedLetter(deps, entry, mail.to, outcome.verdict);
      return end(deps, entry, "failed", `${outcome.code}: ${outcome.reason}`);
  }
}

/** Ten seconds after the first attempt, then twice as long each time, up to three hours. */
async function defer(deps: SendDeps, entry: LetterEntry, tried: 0 | 1): Promise<LetterOutcome> {
  const wait = tried === 0 ? second : Math.min(10 * second * 2 ** entry.attempts, 3 * 3600 * second);
  await deps.database.letters.updateOne(
    { _id: entry._id, state: "due" },
    { $set: { dueAt: new Date(deps.now().getTime() + wait) }, $inc: { attempts: tried } },
  );
  return "deferred";
}

async function end(
  deps: SendDeps,
  entry: LetterEntry,
  state: "sent" | "skipped" | "failed",
  reason?: string,
): Promise<LetterOutcome> {
  const tried = state === "skipped" ? 0 : 1;
  await deps.database.letters.updateOne(
    { _id: entry._id, state: "due" },
    { $set: { state, endedAt: deps.now(), ...(reason && { reason }) }, $inc: { attempts: tried } },
  );
  return state;
}

async function planReminder(deps: SendDeps, entry: LetterEntry, ref: LineRef): Promise<void> {
  const dueAt = new Date(deps.now().getTime() + 2 * day);
  const { person, campaign, petition, locale } = entry;
  await addLetters(deps, [{ purpose: "remind", ref, person, campaign, petition, locale, dueAt }]);
}

async function write(deps: SendDeps, entry: LetterEntry, addressed: Addressed) {
  const campaign = await campaignByOrdinal(deps, entry.campaign);
  const { email, name } = unseal(deps.keys, entry.person, addressed.sealed);
  const locale = isLocale(entry.locale) ? entry.locale : "en";
  const facts = stateFacts(deps, campaign, locale, addressed);
  const named = addressed.kind === "thanks" ? { ...facts, signerName: name } : facts;
  const returnTo =
    deps.bounces && makeBounceAddress(deps.keys, deps.bounces, { kind: "letter", letter: entry._id });
  return { to: email, letter: composeLetter(addressed.kind, locale, named), messageId: entry._id, returnTo };
}

function stateFacts(deps: SendDeps, campaign: Campaign, locale: Locale, addressed: Addressed): LetterFacts {
  const page = campaign.pages[locale];
  if (!page) throw new Error(`${campaign.slug} has no texts in "${locale}".`);
  const { kind, ref } = addressed;
  const link = (purpose: TokenPurpose) =>
    `${deps.publicUrl}/${locale}/${purpose}/${makeToken(deps.keys, purpose, ref)}`;
  const facts = {
    campaignName: page.name,
    headline: page.headline,
    organiser: page.runBy[0]?.name ?? page.name,
    colours: campaign.colours,
  };
  if (kind === "confirm" || kind === "remind") {
    return { ...facts, links: { confirm: link("confirm") }, expiresAt: addressed.expiresAt };
  }
  const receipt = makeToken(deps.keys, "receipt", ref);
  const until = new Date(deps.now().getTime() + linkTime);
  // Whoever asks for links gets those that act; those of other letters may be forwarded, and lead to asking.
  const acting = (purpose: "withdraw" | "preferences") =>
    kind === "links"
      ? `${deps.publicUrl}/${locale}/${purpose}/${makeTimedToken(deps.keys, purpose, ref, until)}`
      : link(purpose);
  return {
    ...facts,
    receipt,
    links: {
      withdraw: acting("withdraw"),
      preferences: acting("preferences"),
      unsubscribe: addressed.hasNews ? link("unsubscribe") : undefined,
      receipt: `${deps.publicUrl}/${locale}/receipt/${receipt}`,
    },
  };
}
