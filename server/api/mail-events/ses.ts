import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { ProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";

const email = Type.String({ maxLength: 600 });
const id = Type.String({ maxLength: 200 });
const word = Type.String({ maxLength: 60 });

/** What SES tells inside an SNS message; fields that we do not read may be there. */
const sesEvent = Type.Object({
  notificationType: Type.Optional(word),
  eventType: Type.Optional(word),
  mail: Type.Object({ source: Type.Optional(email) }),
  bounce: Type.Optional(
    Type.Object({
      bounceType: word,
      feedbackId: id,
      bouncedRecipients: Type.Array(
        Type.Object({ emailAddress: email, status: Type.Optional(Type.String({ maxLength: 200 })) }),
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

/** What SES tells in the text of an SNS message; nothing for what ends nothing, or is no event of SES. */
export function readSes(message: string): ProviderEvent[] {
  const event = parse(message);
  if (!event) return [];
  const common = { provider: "ses", returnTo: event.mail.source } as const;
  const { bounce, complaint } = event;
  const bounces = (bounce?.bouncedRecipients ?? []).map(
    ({ emailAddress, status }, index): ProviderEvent => ({
      ...common,
      id: `${bounce?.feedbackId}-${index}`,
      kind: bounce?.bounceType === "Permanent" ? "hard-bounce" : "soft-bounce",
      status: /^[245]\.\d{1,3}\.\d{1,3}$/.exec(status ?? "")?.[0],
      email: emailAddress,
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
