import { createHash, timingSafeEqual } from "node:crypto";
import { type Static, Type } from "typebox";
import type { MailEventKind } from "#campaigns/mail/mail-event.model.ts";
import type { ProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";
import { WebhookRefused } from "./refused.ts";

/** Postmark's webhook; fields that we do not read may be there. */
export const postmarkBody = Type.Object({
  RecordType: Type.String({ maxLength: 40 }),
  ID: Type.Optional(Type.Integer()),
  Type: Type.Optional(Type.String({ maxLength: 40 })),
  Email: Type.Optional(Type.String({ maxLength: 600 })),
});

/** Bounces by Postmark's names; other names end nothing. */
const kinds: Readonly<Record<string, MailEventKind>> = {
  HardBounce: "hard-bounce",
  BadEmailAddress: "hard-bounce",
  SoftBounce: "soft-bounce",
  Transient: "soft-bounce",
  DnsError: "soft-bounce",
  Blocked: "soft-bounce",
  SpamNotification: "soft-bounce",
  SpamComplaint: "complaint",
};

/** @throws WebhookRefused when the request does not carry SHEAF_POSTMARK_LOGIN by basic authentication. */
export function checkPostmark(login: string, authorization: string | undefined): void {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const expected = `Basic ${Buffer.from(login, "utf8").toString("base64")}`;
  if (!timingSafeEqual(hash(expected), hash(authorization ?? "")))
    throw new WebhookRefused("The user or password is not that of SHEAF_POSTMARK_LOGIN.");
}

/** What Postmark tells; nothing for what ends nothing. */
export function readPostmark(body: Static<typeof postmarkBody>): ProviderEvent[] {
  const type = body.RecordType === "Bounce" ? (body.Type ?? "") : body.RecordType;
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!kind || body.ID === undefined || !body.Email) return [];
  return [{ provider: "postmark", id: String(body.ID), kind, email: body.Email }];
}
