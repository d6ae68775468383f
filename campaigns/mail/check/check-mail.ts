import type { Resolver } from "node:dns/promises";
import { checkSpf } from "./check-spf.ts";
import type { Finding } from "./finding.ts";
import { findMailServers, findTexts } from "./look-up.ts";
import type { MailPlan } from "./mail-plan.ts";

/**
 * Looks up what receiving servers check before they trust our mails, and says plainly what is wrong and which
 * records to publish. It changes nothing.
 */
export function checkMail(resolver: Resolver, plan: MailPlan): Promise<Finding[]> {
  return Promise.all([
    checkSpf(resolver, plan),
    checkDkim(resolver, plan),
    checkDmarc(resolver, plan),
    checkReturns(resolver, plan),
    checkAnswers(resolver, plan),
  ]);
}

async function checkDkim(resolver: Resolver, { dkim }: MailPlan): Promise<Finding> {
  const about = "DKIM";
  if (!dkim) {
    const says =
      "SHEAF_DKIM_KEY is not set, so your mail server has to sign: make sure that it covers List-Unsubscribe and List-Unsubscribe-Post.";
    return { about, verdict: "better", says };
  }
  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const publish = { name, type: "TXT" as const, value: `v=DKIM1; k=${dkim.type}; p=${dkim.publicKey}` };
  const answer = await findTexts(resolver, name, "");
  if (answer.kind === "silent") return silent(about, name);
  const keys = answer.found.map((text) => /(?:^|;)\s*p=([^;]*)/i.exec(text)?.[1]?.replace(/\s+/g, ""));
  if (keys.includes(dkim.publicKey)) {
    if (answer.found.length === 1)
      return { about, verdict: "good", says: `${name} has the key that signs updates.` };
    const says = `${name} has several records: receivers may read the wrong one. Leave the one below.`;
    return { about, verdict: "wrong", says, publish };
  }
  const says =
    keys.length === 0
      ? `${name} is not there: receivers can't check our signatures. Publish the key.`
      : `${name} has another key than the one that signs: every signature fails. Publish ours instead.`;
  return { about, verdict: "wrong", says, publish };
}

async function checkDmarc(resolver: Resolver, { domain, returnDomain, dkim }: MailPlan): Promise<Finding> {
  const about = "DMARC";
  const publish = {
    name: `_dmarc.${domain}`,
    type: "TXT" as const,
    value: `v=DMARC1; p=quarantine; rua=mailto:dmarc@${domain}`,
  };
  const record = await findDmarc(resolver, domain);
  if (record === "silent") return silent(about, publish.name);
  if (record === undefined) {
    const says = `${domain} does not say what receivers should do with mail that is not from it; large providers ask for that of bulk senders.`;
    return { about, verdict: "wrong", says, publish };
  }
  const signer = dkim?.domain ?? domain;
  if (!isAligned(domain, returnDomain) && !isAligned(domain, signer)) {
    const says = `Neither the return addresses (${returnDomain}) nor the signing domain (${signer}) belong to ${domain}: by DMARC our own mails fail.`;
    return { about, verdict: "wrong", says };
  }
  if (!/;\s*p=(?:quarantine|reject)\b/i.test(record)) {
    const says = `DMARC is there but lets everything pass (p=none): raise it to quarantine once its reports look right. It is: ${record}`;
    return { about, verdict: "better", says };
  }
  return { about, verdict: "good", says: `${domain} protects its name: ${record}` };
}

/** The record of a domain, or else of its parents, as receivers look for it. */
async function findDmarc(resolver: Resolver, domain: string): Promise<string | "silent" | undefined> {
  for (let name = domain; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    const answer = await findTexts(resolver, `_dmarc.${name}`, "v=dmarc1");
    if (answer.kind === "silent") return "silent";
    if (answer.found[0] !== undefined) return answer.found[0];
  }
  return undefined;
}

/**
 * Relaxed alignment, as far as it can be determined without the public suffix list: one equals the other, or is a
 * subdomain of it.
 */
function isAligned(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

async function checkReturns(resolver: Resolver, { returnDomain, takesReturns }: MailPlan): Promise<Finding> {
  const about = "Return addresses";
  if (!takesReturns) {
    const says =
      "SHEAF_BOUNCE_ADDRESS is not set: nobody learns which addresses bounce, and sending to them again harms our name. Set it, or a provider's webhook.";
    return { about, verdict: "better", says };
  }
  const publish = { name: returnDomain, type: "MX" as const, value: `10 mail.${returnDomain}` };
  const answer = await findMailServers(resolver, returnDomain);
  if (answer.kind === "silent") return silent(about, returnDomain);
  const servers = answer.found.filter((server) => server !== "");
  if (servers.length > 0)
    return { about, verdict: "good", says: `What comes back goes to ${servers.join(", ")}.` };
  const says = `${returnDomain} has no mail server: what comes back is lost. Name the one that takes it.`;
  return { about, verdict: "wrong", says, publish };
}

async function checkAnswers(resolver: Resolver, { domain }: MailPlan): Promise<Finding> {
  const about = "MX";
  const answer = await findMailServers(resolver, domain);
  if (answer.kind === "silent") return silent(about, domain);
  if (answer.found.some((server) => server !== ""))
    return { about, verdict: "good", says: `${domain} takes mail, so people can answer.` };
  const says = `${domain} takes no mail: some receivers distrust senders that nobody can answer.`;
  return { about, verdict: "better", says };
}

function silent(about: Finding["about"], name: string): Finding {
  return { about, verdict: "unknown", says: `The DNS did not answer about ${name}: try again.` };
}
