import { judgeRefusal, type Verdict } from "../mail/judge-refusal.ts";
import { type ReportFields, readReportFields, untyped } from "./report-fields.ts";

/**
 * What a delivery status notification says about a mail: failed permanently, failed temporarily, or not final yet.
 */
export type DeliveryStatus = { kind: "failed"; verdict: Verdict } | { kind: "under-way" };

/** Actions that end nothing (RFC 3464, section 2.3.3); servers have more words than one for the other. */
const underWay = new Set(["delayed", "delivered", "relayed", "expanded"]);
const failures = new Set(["failed", "failure", "fail", "error"]);

/**
 * Reads the content of a message/delivery-status part (RFC 3464); undefined when it is about no recipient. Our mails
 * have one recipient; if there are several, the worst result is taken.
 */
export function readDeliveryStatus(content: Buffer): DeliveryStatus | undefined {
  const recipients = readReportFields(content).filter(
    (block) => block.has("final-recipient") || block.has("action") || block.has("status"),
  );
  const verdicts = recipients.flatMap((block) => readFailure(block) ?? []);
  const worst = verdicts.find(({ kind }) => kind === "hard-bounce") ?? verdicts[0];
  if (worst) return { kind: "failed", verdict: worst };
  return recipients.length > 0 ? { kind: "under-way" } : undefined;
}

function readFailure(block: ReportFields): Verdict | undefined {
  const action = /^[a-z-]+/i.exec(block.get("action") ?? "")?.[0].toLowerCase() ?? "";
  const status = block.get("status") ?? "";
  if (underWay.has(action) || !(failures.has(action) || status.startsWith("5"))) return undefined;
  return judgeRefusal({ words: untyped(block.get("diagnostic-code")), status });
}
