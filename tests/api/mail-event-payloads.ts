import { createHmac, sign } from "node:crypto";
import { type SnsBody, signedText } from "#server/api/mail-events/sns.ts";
import { snsKey } from "./sns-certificate.ts";

let sent = 0;

/** A failure as Mailgun tells it, signed with a key at a moment; each is another event with another token. */
export function mailgunEvent(key: string, email: string, differences: object, at: Date) {
  sent += 1;
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const token = `token-of-the-tests-${String(sent).padStart(10, "0")}`;
  const signature = createHmac("sha256", key).update(`${timestamp}${token}`).digest("hex");
  return {
    signature: { timestamp, token, signature },
    "event-data": {
      id: `event-${sent}`,
      event: "failed",
      severity: "permanent",
      recipient: email,
      "delivery-status": { code: 550, "enhanced-code": "5.1.1", message: "no" },
      flags: {},
      ...differences,
    },
  };
}

/** A message of SNS around an event of SES, signed with the tests' key. */
export function snsMessage(
  inside: object,
  differences: Partial<SnsBody> & Pick<SnsBody, "TopicArn" | "Timestamp">,
): SnsBody {
  const body: SnsBody = {
    Type: "Notification",
    MessageId: "b0b",
    Message: JSON.stringify(inside),
    SignatureVersion: "2",
    Signature: "",
    SigningCertURL: `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${"0".repeat(32)}.pem`,
    ...differences,
  };
  return { ...body, Signature: sign("sha256", Buffer.from(signedText(body)), snsKey).toString("base64") };
}
