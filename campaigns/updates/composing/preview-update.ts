import { simpleParser } from "mailparser";
import type { Campaign } from "../../petitions/campaign.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import { countryNames } from "../../texts/countries.ts";
import { type Addressing, onRoll } from "../audience/audience.ts";
import type { Deps } from "../deps.ts";
import { templateFor } from "../sending/template-for.ts";
import type { Update } from "../update.model.ts";
import { fillUpdate } from "./fill-update.ts";
import type { MergeField } from "./merge-fields.ts";

/**
 * For whom a preview is filled: a made-up supporter, the same without a name, or a supporter drawn from the
 * audience.
 */
export const viewers = ["test", "nameless", "drawn"] as const;

/** One of the list above. */
export type Viewer = (typeof viewers)[number];

/** A mail as its reader gets it. */
export type Preview = {
  /** Name and address, as a mail program shows them. */
  from: string;
  /** Where an answer goes; undefined when it goes to the sender. */
  replyTo: string | undefined;
  subject: string;
  html: string;
  text: string;
};

/** A name that nobody has. */
const madeUp: Partial<Record<Locale, string>> = { ar: "ليلى", th: "มาลี" };
const madeUpElsewhere = "Maria";

type PreviewDeps = Pick<Deps, "database" | "now" | "publicUrl">;

/**
 * Composes an update as one reader gets it, through the same steps as for sending. A supporter drawn from the
 * audience contributes only her country: her identity stays sealed, and dots stand for her name. Undefined when the
 * language has no text.
 */
export async function previewUpdate(
  deps: PreviewDeps,
  campaign: Campaign,
  update: Update,
  { locale, viewer, from }: { locale: Locale; viewer: Viewer; from: string },
): Promise<Preview | undefined> {
  if (!update.texts[locale]) return undefined;
  const { publicUrl } = deps;
  // A draft changes, so nothing is cached.
  const template = await templateFor(
    deps,
    { templates: new Map(), from: { header: from, address: "", domain: "" } },
    campaign,
    update,
    locale,
  );
  const link = (page: string) => `${publicUrl}/${locale}/${page}/preview`;
  const mail = await fillUpdate(
    template,
    {
      to: "preview@localhost",
      messageId: "preview@localhost",
      fields: await fieldsOf(deps, campaign, update, { locale, viewer }),
      links: { unsubscribe: link("unsubscribe"), preferences: link("preferences") },
    },
    { date: deps.now(), signer: undefined },
  );
  const parsed = await simpleParser(mail, { skipTextToHtml: true });
  const { subject = "", html, text: plain = "" } = parsed;
  return {
    from: parsed.from?.text ?? from,
    replyTo: parsed.replyTo?.text,
    subject,
    html: html || "",
    text: plain,
  };
}

async function fieldsOf(
  deps: PreviewDeps,
  campaign: Campaign,
  update: Update,
  { locale, viewer }: { locale: Locale; viewer: Viewer },
): Promise<Partial<Record<MergeField, string>>> {
  const nameOf = (code: string) => countryNames(locale).find((country) => country.code === code)?.name ?? "";
  if (viewer === "drawn") {
    const country = await drawCountry(deps, campaign, update);
    return { name: "•••••", ...(country && { country: nameOf(country) }) };
  }
  const country = nameOf(campaign.petitions.find((petition) => petition.country)?.country ?? "FR");
  return viewer === "nameless" ? { country } : { name: madeUp[locale] ?? madeUpElsewhere, country };
}

/** The country of somebody in the audience. */
async function drawCountry(
  { database }: PreviewDeps,
  campaign: Campaign,
  addressing: Addressing,
): Promise<string | undefined> {
  const [drawn] = await database.signatures
    .aggregate<{ country: string }>([
      { $match: onRoll(campaign, addressing) },
      { $sample: { size: 1 } },
      { $project: { _id: 0, country: 1 } },
    ])
    .toArray();
  return drawn?.country;
}
