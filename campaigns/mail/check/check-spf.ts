import type { Resolver } from "node:dns/promises";
import type { Finding } from "./finding.ts";
import { findTexts } from "./look-up.ts";
import type { MailPlan } from "./mail-plan.ts";

const about = "SPF";

/** Receivers give up on records that need more look-ups than this (RFC 7208, section 4.6.4). */
const mostLookUps = 10;

/**
 * Checks whether the return addresses' domain says, finally and for all other servers too, who may send for it (RFC
 * 7208).
 */
export async function checkSpf(resolver: Resolver, { returnDomain, relay }: MailPlan): Promise<Finding> {
  const publish = {
    name: returnDomain,
    type: "TXT" as const,
    value: `v=spf1 ${relay ? `a:${relay}` : "mx"} -all`,
  };
  const answer = await findTexts(resolver, returnDomain, "v=spf1");
  if (answer.kind === "silent") return silent(returnDomain);
  const [record, ...others] = answer.found;
  if (record === undefined) {
    const says = `${returnDomain} does not say who may send mail for it. Publish who does: your mail server or your provider's include.`;
    return { about, verdict: "wrong", says, publish };
  }
  if (others.length > 0) {
    const says = `${returnDomain} has ${others.length + 1} SPF records, and receivers then heed none: join them into one.`;
    return { about, verdict: "wrong", says };
  }
  const lookUps = await countLookUps(resolver, record, 0);
  if (lookUps > mostLookUps) {
    const says = `The SPF record of ${returnDomain} makes receivers look up more than ${mostLookUps} names, and they give up: take out what you don't need.`;
    return { about, verdict: "wrong", says };
  }
  return judgeEnd(returnDomain, record);
}

function judgeEnd(domain: string, record: string): Finding {
  const end = /(?:^|\s)([-~?+]?)all(?:\s|$)/i.exec(record)?.[1];
  if (end === "-" || end === "~" || /\sredirect=/i.test(record))
    return { about, verdict: "good", says: `${domain} says who may send mail for it: ${record}` };
  if (end === undefined || end === "?") {
    const says = `The SPF record of ${domain} says nothing of everybody else: end it with ~all or -all. It is: ${record}`;
    return { about, verdict: "better", says };
  }
  const says = `The SPF record of ${domain} lets everybody send in its name: end it with -all. It is: ${record}`;
  return { about, verdict: "wrong", says };
}

/** Counts the names that a record makes receivers look up, including those in its includes; stops above the limit. */
async function countLookUps(resolver: Resolver, record: string, before: number): Promise<number> {
  let count = before;
  for (const term of record.split(/\s+/).slice(1)) {
    const [, mechanism = "", target] =
      /^[-~?+]?(include|a|mx|ptr|exists|redirect)(?:[:=]([^\s/]+))?/i.exec(term) ?? [];
    if (mechanism === "") continue;
    count += 1;
    if (count > mostLookUps) return count;
    if (target === undefined || !/^(?:include|redirect)$/i.test(mechanism)) continue;
    const answer = await findTexts(resolver, target, "v=spf1");
    const inner = answer.kind === "found" ? answer.found[0] : undefined;
    if (inner !== undefined) count = await countLookUps(resolver, inner, count);
  }
  return count;
}

function silent(domain: string): Finding {
  return { about, verdict: "unknown", says: `The DNS did not answer about ${domain}: try again.` };
}
