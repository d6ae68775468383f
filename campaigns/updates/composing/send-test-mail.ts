import { randomUUID } from "node:crypto";
import type { Account } from "../../access/account.ts";
import type { Mailer } from "../../mail/mailer.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import type { Deps } from "../deps.ts";
import type { Update } from "../update.model.ts";
import { checkFigures } from "../writing/check-figures.ts";
import { previewUpdate } from "./preview-update.ts";

type TestDeps = Pick<Deps, "database" | "now" | "publicUrl"> & { mailer: Mailer };

/**
 * Mails an update in one language to the requesting account, as a made-up supporter would get it; its links act on
 * nobody. A test may be passed on like any mail: with a figure that has no source it does not leave.
 */
export async function sendTestMail(
  { mailer, ...deps }: TestDeps,
  campaign: Campaign,
  update: Update,
  { account, locale, from }: { account: Account; locale: Locale; from: string },
): Promise<"sent" | "unsourced" | "away"> {
  const written = update.texts[locale];
  if (written && checkFigures(written, campaign, update.counted ?? []).length > 0) return "unsourced";
  const mail = await previewUpdate(deps, campaign, update, { locale, viewer: "test", from });
  if (!mail) return "away";
  const { html, text } = mail;
  const letter = {
    subject: `[Test] ${mail.subject}`,
    ...{ html, text },
    headers: { "Content-Language": locale },
  };
  const outcome = await mailer.send({ to: account.email, letter, messageId: `test-${randomUUID()}` });
  return outcome.kind === "sent" ? "sent" : "away";
}
