import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { judgeRefusal } from "#campaigns/mail/judge-refusal.ts";
import type { ProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";

const email = Type.String({ maxLength: 600 });
const id = Type.String({ maxLength: 200 });
const word = Type.String({ maxLength: 60 });

/** SES's report inside an SNS message; it may have fields that we don't read. */
const sesEvent = Type.Object({
  notificationType: Type.Optional(word),
  eventType: Type.Optional(word),
  mail: Type.Object({ source: Type.Optional(email) }),
  bounce: Type.Optional(
    Type.Object({
      bounceType: word,
      bounceSubType: Type.Optional(word),
      feedbackId: id,
      bouncedRecipients: Type.Array(
        Type.Object({
          emailAddress: email,
          status: Type.Optional(Type.String({ maxLength: 200 })),
          diagnosticCode: Type.Optional(Type.String({ maxLength: 4_000 })),
        }),
        { maxItems: 50 },
      ),
    }),
  ),
  complaint: Type.Optional(
    Type.Object({
      feedbackId: id,
      complaintFeedbackType: Type.Optional(Type.Union([word, Type.Null()])),
      complainedRecipients: Type.Array(Type.Object({ emailAddress: email }), { maxItems: 50 }),
    }),
  ),
});

/** SES did not even try: it knows from before that the address bounces. */
const deadBefore = new Set(["NoEmail", "Suppressed", "OnAccountSuppressionList"]);

/** SES's reports in the text of an SNS message; none for events without consequences, or not from SES. */
export function readSes(message: string): ProviderEvent[] {
  const event = parse(message);
  if (!event) return [];
  const common = { provider: "ses", returnTo: event.mail.source } as const;
  const { bounce, complaint } = event;
  const bounces = (bounce?.bouncedRecipients ?? []).map(
    ({ emailAddress, status, diagnosticCode: words }, index): ProviderEvent => ({
      ...common,
      id: `${bounce?.feedbackId}-${index}`,
      email: emailAddress,
      ...(deadBefore.has(bounce?.bounceSubType ?? "")
        ? ({ kind: "hard-bounce", ground: "no-mailbox" } as const)
        : judgeRefusal({ words, status, isForNow: bounce?.bounceType !== "Permanent" })),
    }),
  );
  if (complaint?.complaintFeedbackType === "not-spam") return bounces;
  const complaints = (complaint?.complainedRecipients ?? []).map(
    ({ emailAddress }, index): ProviderEvent => ({
      ...common,
      id: `${complaint?.feedbackId}-${index}`,
      kind: "complaint",
      email: emailAddress,
    }),
  );
  return [...bounces, ...complaints];
}

function parse(message: string): Static<typeof sesEvent> | undefined {
  try {
    const event: unknown = JSON.parse(message);
    return Value.Check(sesEvent, event) ? event : undefined;
  } catch {
    return undefined;
  }
}
