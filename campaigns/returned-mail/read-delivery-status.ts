import { type ReportFields, readReportFields, untyped } from "./report-fields.ts";
import { type Severity, severityOf } from "./severity.ts";

/** What a delivery status notification says of a mail: it failed for good or for now, or it is not at its end yet. */
export type DeliveryStatus = { kind: "failed"; severity: Severity; status: string } | { kind: "under-way" };

const enhancedCode = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/;
const replyCode = /^([45]\d\d)\b/;

/**
 * Reads the content of a message/delivery-status part (RFC 3464); undefined when it speaks of no recipient. Our mails have
 * one recipient: should there be several, the worst is taken.
 */
export function readDeliveryStatus(content: Buffer): DeliveryStatus | undefined {
  const recipients = readReportFields(content).filter(
    (block) => block.has("final-recipient") || block.has("action") || block.has("status"),
  );
  const failures = recipients.flatMap((block) => readFailure(block) ?? []);
  const worst = failures.find(({ severity }) => severity === "hard") ?? failures[0];
  if (worst) return { kind: "failed", ...worst };
  return recipients.length > 0 ? { kind: "under-way" } : undefined;
}

function readFailure(block: ReportFields): { severity: Severity; status: string } | undefined {
  const action = block.get("action")?.toLowerCase();
  const written = enhancedCode.exec(block.get("status") ?? "")?.[1];
  const diagnosis = untyped(block.get("diagnostic-code"));
  // Servers that know nothing better write 5.0.0, and quote the one that did know.
  const quoted = enhancedCode.exec(diagnosis)?.[1];
  const status = written && !/^[45]\.0\.0$/.test(written) ? written : (quoted ?? written);
  const failed = action === "failed" || (action === undefined && (status ?? "").startsWith("5"));
  if (!failed) return undefined;
  const reply = replyCode.exec(diagnosis)?.[1];
  return { severity: severityOf(status, reply), status: status ?? reply ?? "5.0.0" };
}
