import { createHash, timingSafeEqual } from "node:crypto";
import { type Static, Type } from "typebox";
import { judgeRefusal, type Verdict } from "#campaigns/mail/judge-refusal.ts";
import type { ProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";
import { WebhookRefused } from "./refused.ts";

/** Postmark's webhook; it may have fields that we don't read. */
export const postmarkBody = Type.Object({
  RecordType: Type.String({ maxLength: 40 }),
  ID: Type.Optional(Type.Integer()),
  Type: Type.Optional(Type.String({ maxLength: 40 })),
  Email: Type.Optional(Type.String({ maxLength: 600 })),
  Details: Type.Optional(Type.String({ maxLength: 4_000 })),
});

/**
 * Bounces by Postmark's names and what each speaks of, where the words it quotes do not say; other names end nothing.
 */
const grounds: Readonly<Record<string, Pick<Verdict, "kind" | "ground">>> = {
  HardBounce: { kind: "hard-bounce", ground: "no-mailbox" },
  BadEmailAddress: { kind: "hard-bounce", ground: "no-mailbox" },
  SoftBounce: { kind: "soft-bounce", ground: "unclear" },
  Transient: { kind: "soft-bounce", ground: "network" },
  DnsError: { kind: "soft-bounce", ground: "network" },
  Blocked: { kind: "about-us", ground: "reputation" },
  SpamNotification: { kind: "about-us", ground: "reputation" },
  VirusNotification: { kind: "about-us", ground: "content" },
  DMARCPolicy: { kind: "about-us", ground: "authentication" },
};

const forGood = new Set(["HardBounce", "BadEmailAddress"]);

/** @throws WebhookRefused when the request does not carry SHEAF_POSTMARK_LOGIN by basic authentication. */
export function checkPostmark(login: string, authorization: string | undefined): void {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  const expected = `Basic ${Buffer.from(login, "utf8").toString("base64")}`;
  if (!timingSafeEqual(hash(expected), hash(authorization ?? "")))
    throw new WebhookRefused("The user or password is not that of SHEAF_POSTMARK_LOGIN.");
}

/** Postmark's reports; none for events without consequences. */
export function readPostmark(body: Static<typeof postmarkBody>): ProviderEvent[] {
  if (body.ID === undefined || !body.Email) return [];
  const common = { provider: "postmark", id: String(body.ID), email: body.Email } as const;
  const type = body.RecordType === "Bounce" ? (body.Type ?? "") : body.RecordType;
  if (type === "SpamComplaint") return [{ ...common, kind: "complaint" }];
  const known = Object.hasOwn(grounds, type) ? grounds[type] : undefined;
  if (!known) return [];
  const { status, ...said } = judgeRefusal({ words: body.Details, isForNow: !forGood.has(type) });
  return [{ ...common, ...(said.ground === "unclear" ? known : said), status }];
}
