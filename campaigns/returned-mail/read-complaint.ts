import type { ParsedMail } from "mailparser";
import { readReportFields } from "./report-fields.ts";

/** What providers call a complaint (RFC 5965, section 7.3); the other types speak of something else. */
const complaints = new Set(["abuse", "fraud", "opt-out", "virus"]);

const microsoft = /^x-hmxmroriginalrecipient:/im;
const aboutOurMail = /^(?:complaint about message|abuse (?:report|complaint))\b/i;
const headSize = 16 * 1024;

/**
 * Whether a mail is a complaint (true) or feedback of another kind (false); undefined when it is neither. Complaints
 * come as RFC 5965 has it, in whatever multipart; from Microsoft (JMRP) as the mail itself, with a header of theirs;
 * and from others as a mail of that subject with ours inside.
 */
export function isComplaint({ attachments, subject = "", text = "" }: ParsedMail): boolean | undefined {
  const part = (type: string) => attachments.find(({ contentType }) => contentType === type);
  const feedback = part("message/feedback-report")?.content.toString("latin1") ?? text.slice(0, headSize);
  const fields = readReportFields(Buffer.from(feedback)).find((block) => block.has("feedback-type"));
  const type = fields?.get("feedback-type");
  if (type !== undefined) return complaints.has(type.toLowerCase());
  if (part("message/feedback-report")) return false;
  const ours = part("message/rfc822")?.content.subarray(0, headSize).toString("latin1");
  if (ours === undefined) return undefined;
  return microsoft.test(ours) || aboutOurMail.test(subject) || undefined;
}
