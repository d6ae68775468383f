import { createHmac } from "node:crypto";
import type { Verdict } from "../../mail/judge-refusal.ts";
import { greetingName } from "../../mail/plain-line.ts";
import { makeBounceAddress } from "../../mail/verp.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import { makeToken, type TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import { senderAt, unsubscribePurpose } from "../../signing/consent/news.ts";
import { countryNames } from "../../texts/countries.ts";
import { fillUpdate, type Reader, type ReaderLinks, type Template } from "../composing/fill-update.ts";
import type { Deps } from "../deps.ts";
import { readDispatchId } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import type { Addressee } from "./choose-dispatches.ts";
import { countsAgainstUs } from "./count-handed.ts";
import { noteRefusal } from "./note-refusal.ts";
import { templateFor } from "./template-for.ts";
import type { UpdateSender } from "./update-sender.ts";

type SendDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now"> & { updateSender: UpdateSender };

/** What became of one mail. */
export type Fate =
  | { kind: "sent" }
  | {
      kind: "failed" | "later" | "uncertain" | "away";
      reason: string;
      /** What a mail server's refusal means. */
      verdict?: Verdict | undefined;
    };

/** A claimed mail not started by then goes back into the queue: consent may have changed in the meantime. */
const freshFor = 20_000;

/**
 * Sends claimed mails over all connections of the pool; results are in the order of the addressees. Once no mail
 * server is available, the rest is not tried.
 */
export async function sendClaimed(
  deps: SendDeps,
  campaign: Campaign,
  update: Update,
  addressees: readonly Addressee[],
): Promise<Fate[]> {
  const fates: Fate[] = addressees.map(() => ({ kind: "away", reason: "not begun" }));
  const startedAt = performance.now();
  const queue = addressees.entries();
  let away = false;
  const lane = async () => {
    for (const [index, addressee] of queue) {
      if (performance.now() - startedAt > freshFor) {
        fates[index] = { kind: "away", reason: "its turn did not come" };
        continue;
      }
      const fate = away ? undefined : await sendOne(deps, campaign, update, addressee);
      if (fate) fates[index] = fate;
      if (fate?.kind === "away") away = true;
    }
  };
  await Promise.all(Array.from({ length: deps.updateSender.pool.size }, lane));
  return fates;
}

async function sendOne(
  deps: SendDeps,
  campaign: Campaign,
  update: Update,
  addressee: Addressee,
): Promise<Fate> {
  const { updateSender, keys } = deps;
  const template = await templateFor(
    deps,
    updateSender,
    campaign,
    update,
    addressee.locale,
    addressee.tongue,
  ).catch(() => undefined);
  if (!template) return { kind: "away", reason: "the text could not be read" };
  const raw = await writeMail(deps, campaign, update, addressee, template);
  // It could not even be written, so it has not gone out and never will: the problem is in the mail itself.
  if (!raw) return { kind: "failed", reason: "the mail could not be written" };
  const { supporter } = readDispatchId(addressee.id);
  const posted = { kind: "dispatch", update: update._id, signature: supporter } as const;
  const from =
    (updateSender.bounces && makeBounceAddress(keys, updateSender.bounces, posted)) ??
    updateSender.from.address;
  const outcome = await updateSender.pool.send({ from, to: addressee.email, raw });
  if (outcome.kind === "sent") return outcome;
  const { kind, code, reason, verdict } = outcome;
  if (verdict && (kind === "failed" || countsAgainstUs(verdict)))
    await noteRefusal(deps, update, addressee, verdict);
  return { kind, reason: `${code}: ${reason}`, verdict };
}

/** Writes one reader's mail; undefined when that fails, for whatever reason. */
async function writeMail(
  deps: SendDeps,
  campaign: Campaign,
  update: Update,
  addressee: Addressee,
  template: Template,
): Promise<Buffer | undefined> {
  try {
    const reader = readerOf(deps, campaign, update, addressee);
    return await fillUpdate(template, reader, { date: deps.now(), signer: deps.updateSender.signer });
  } catch {
    return undefined;
  }
}

function readerOf(
  { keys, publicUrl, updateSender }: SendDeps,
  campaign: Campaign,
  update: Update,
  addressee: Addressee,
): Reader {
  const { locale, ref } = addressee;
  const made = new Map<string, string>();
  // A token costs a tenth as much as the mail: each is made once, and only if the mail contains it.
  const link = (page: keyof ReaderLinks, purpose: TokenPurpose = page) => {
    const known = made.get(page) ?? `${publicUrl}/${locale}/${page}/${makeToken(keys, purpose, ref)}`;
    made.set(page, known);
    return known;
  };
  // She unsubscribes from the sender of this mail, not from others whose news she agreed to separately.
  const sender = senderAt(signedPetition(campaign, addressee), update.organisation);
  return {
    to: addressee.email,
    messageId: messageIdOf(keys, addressee.id, updateSender.from.domain),
    fields: { name: greetingName(addressee.name) ?? "", country: countryName(addressee.country, locale) },
    links: {
      unsubscribe: link("unsubscribe", unsubscribePurpose[sender]),
      get preferences() {
        return link("preferences");
      },
    },
  };
}

/** The Message-ID of a dispatch: the same for every attempt, so that a repeat can be recognised. */
function messageIdOf(keys: Keys, dispatch: Buffer, domain: string): string {
  const { update } = readDispatchId(dispatch);
  const mac = createHmac("sha256", keys.blind("message-id")).update(dispatch).digest("hex").slice(0, 32);
  return `${update.toHexString()}.${mac}@${domain}`;
}

const names = new Map<Locale, Map<string, string>>();

function countryName(code: string, locale: Locale): string {
  const known =
    names.get(locale) ?? new Map(countryNames(locale).map(({ code: each, name }) => [each, name]));
  names.set(locale, known);
  return known.get(code) ?? code;
}
