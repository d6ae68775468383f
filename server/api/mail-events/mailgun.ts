import { createHmac, timingSafeEqual } from "node:crypto";
import { type Static, Type } from "typebox";
import { judgeRefusal } from "#campaigns/mail/judge-refusal.ts";
import { hour } from "#campaigns/platform/durations.ts";
import type { ProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";
import { WebhookRefused } from "./refused.ts";

const short = Type.String({ maxLength: 200 });

/** Mailgun's webhook; it may have fields that we don't read. */
export const mailgunBody = Type.Object({
  signature: Type.Object({
    timestamp: Type.String({ pattern: "^[0-9]{1,12}$", maxLength: 12 }),
    token: Type.String({ minLength: 20, maxLength: 100 }),
    signature: Type.String({ pattern: "^[0-9a-f]{64}$", maxLength: 64 }),
  }),
  "event-data": Type.Object({
    id: short,
    event: Type.String({ maxLength: 40 }),
    severity: Type.Optional(Type.String({ maxLength: 40 })),
    recipient: Type.Optional(Type.String({ maxLength: 600 })),
    envelope: Type.Optional(Type.Object({ sender: Type.Optional(Type.String({ maxLength: 600 })) })),
    "delivery-status": Type.Optional(
      Type.Object({
        code: Type.Optional(Type.Integer()),
        "enhanced-code": Type.Optional(Type.String({ maxLength: 40 })),
        message: Type.Optional(Type.String({ maxLength: 4_000 })),
        description: Type.Optional(Type.String({ maxLength: 4_000 })),
      }),
    ),
  }),
});

type MailgunBody = Static<typeof mailgunBody>;

const halfADay = 12 * hour;

/** @throws WebhookRefused when the signature is not made with our key, or is too old. */
export function checkMailgun(key: string, now: Date, { signature: signed }: MailgunBody): void {
  const made = createHmac("sha256", key).update(`${signed.timestamp}${signed.token}`).digest();
  if (!timingSafeEqual(made, Buffer.from(signed.signature, "hex")))
    throw new WebhookRefused("The signature was not made with SHEAF_MAILGUN_KEY.");
  if (Math.abs(now.getTime() - Number(signed.timestamp) * 1_000) > halfADay)
    throw new WebhookRefused("The signature is too old, or from the future.");
}

/** Mailgun's reports; none for events without consequences. */
export function readMailgun({ "event-data": event }: MailgunBody): ProviderEvent[] {
  const { id, recipient: email = "", envelope, "delivery-status": delivery } = event;
  const common = { provider: "mailgun", id, email, returnTo: envelope?.sender } as const;
  if (event.event === "complained") return [{ ...common, kind: "complaint" }];
  if (event.event !== "failed") return [];
  const isForNow = event.severity !== "permanent";
  const { code, message = "", description = "" } = delivery ?? {};
  // 605 and 607 are Mailgun's own codes: the address bounced, or complained, before.
  if (!isForNow && (code === 605 || code === 607))
    return [{ ...common, kind: "hard-bounce", ground: "no-mailbox", status: String(code) }];
  const words = `${code ?? ""} ${message} ${description}`;
  return [{ ...common, ...judgeRefusal({ words, status: delivery?.["enhanced-code"], isForNow }) }];
}
