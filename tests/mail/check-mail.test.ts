import { generateKeyPairSync } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { checkMail } from "#campaigns/mail/check/check-mail.ts";
import type { Finding } from "#campaigns/mail/check/finding.ts";
import { planMail } from "#campaigns/mail/check/mail-plan.ts";
import { runSheaf } from "../cli/run-sheaf.ts";
import { type NameServer, startNameServer, type Zone } from "../support/name-server.ts";

const zone: Zone = {};
let server: NameServer;
let folder: string;
let settings: Record<string, string> & Parameters<typeof planMail>[0];

beforeAll(async () => {
  server = await startNameServer(zone, new Set(["silent.example"]));
  folder = await mkdtemp(join(tmpdir(), "sheaf-dkim-"));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = join(folder, "dkim.pem");
  await writeFile(key, privateKey.export({ type: "pkcs8", format: "pem" }));
  settings = {
    SMTP_URL: "smtps://user:password@mail.provider.example:465",
    SHEAF_MAIL_FROM: "Sheaf <news@example.org>",
    SHEAF_BOUNCE_ADDRESS: "b-*@bounces.example.org",
    SHEAF_DKIM_KEY: key,
    SHEAF_DKIM_DOMAIN: "",
    SHEAF_DKIM_SELECTOR: "sheaf",
  };
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** A zone with everything in it. */
beforeEach(() => {
  for (const name of Object.keys(zone)) delete zone[name];
  const { dkim } = planMail(settings);
  Object.assign(zone, {
    "example.org": { MX: [[10, "mail.example.org"]] },
    "bounces.example.org": {
      TXT: ["v=spf1 include:provider.example -all", "something=else"],
      MX: [[10, "returns.example.org"]],
    },
    "provider.example": { TXT: ["v=spf1 ip4:192.0.2.0/24 -all"] },
    "sheaf._domainkey.example.org": { TXT: [`v=DKIM1; k=rsa; p=${dkim?.publicKey}`] },
    "_dmarc.example.org": { TXT: ["v=DMARC1; p=quarantine"] },
  } satisfies Zone);
});

async function check(changes: Partial<typeof settings> = {}, domain?: string): Promise<Finding[]> {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([server.address]);
  return checkMail(resolver, planMail({ ...settings, ...changes }, domain));
}

const verdicts = (findings: Finding[]) =>
  Object.fromEntries(findings.map(({ about, verdict }) => [about, verdict]));
const good = { SPF: "good", DKIM: "good", DMARC: "good", "Return addresses": "good", MX: "good" };

test("a domain that has everything is good", async () => {
  expect(verdicts(await check())).toEqual(good);
});

test("a domain that has nothing is told each record, and publishing them makes it good", async () => {
  for (const name of Object.keys(zone)) delete zone[name];
  const findings = await check();
  expect(verdicts(findings)).toEqual({
    SPF: "wrong",
    DKIM: "wrong",
    DMARC: "wrong",
    "Return addresses": "wrong",
    MX: "better",
  });
  for (const { publish } of findings) {
    if (!publish) continue;
    const { name, type, value } = publish;
    const [priority = "", host = ""] = value.split(" ");
    zone[name] = {
      ...zone[name],
      ...(type === "TXT" ? { TXT: [value] } : { MX: [[Number(priority), host]] }),
    };
  }
  zone["example.org"] = { MX: [[10, "mail.example.org"]] };
  expect(verdicts(await check())).toEqual(good);
});

test.each([
  ["two records", ["v=spf1 -all", "v=spf1 mx -all"], "wrong"],
  ["everybody may send", ["v=spf1 +all"], "wrong"],
  ["everybody may send, said shortly", ["v=spf1 all"], "wrong"],
  ["nothing of everybody else", ["v=spf1 mx"], "better"],
  ["too many look-ups", [`v=spf1 ${"a:x.example ".repeat(11)}-all`], "wrong"],
  ["a record that includes itself", ["v=spf1 include:bounces.example.org -all"], "wrong"],
])("SPF: %s", async (_what, TXT, verdict) => {
  zone["bounces.example.org"] = { ...zone["bounces.example.org"], TXT };
  expect(verdicts(await check()).SPF).toBe(verdict);
});

test("DKIM: another key than ours, two records, and no key of ours are told apart", async () => {
  zone["sheaf._domainkey.example.org"] = { TXT: ["v=DKIM1; k=rsa; p=AAAA"] };
  expect((await check()).find(({ about }) => about === "DKIM")?.says).toContain("another key");
  zone["sheaf._domainkey.example.org"] = { TXT: ["p=AAAA", `p=${planMail(settings).dkim?.publicKey}`] };
  expect((await check()).find(({ about }) => about === "DKIM")?.says).toContain("several records");
  expect(verdicts(await check({ SHEAF_DKIM_KEY: "" })).DKIM).toBe("better");
});

test("DMARC: that of the domain above counts; one that lets everything pass, and foreign return addresses, are told", async () => {
  expect(verdicts(await check({}, "news.example.org")).DMARC).toBe("good");
  zone["_dmarc.example.org"] = { TXT: ["v=DMARC1; p=none; sp=reject"] };
  expect(verdicts(await check()).DMARC).toBe("better");
  const foreign = { SHEAF_BOUNCE_ADDRESS: "b-*@provider.example", SHEAF_DKIM_DOMAIN: "provider.example" };
  expect(verdicts(await check(foreign)).DMARC).toBe("wrong");
});

test("a name server that is silent makes nothing wrong, and nothing good", async () => {
  expect(verdicts(await check({ SHEAF_BOUNCE_ADDRESS: "b-*@silent.example" }))).toMatchObject({
    SPF: "unknown",
    "Return addresses": "unknown",
    DKIM: "good",
  });
});

test("the command says it all, with the records to copy, and fails while something is wrong", async () => {
  const ask = ["mail", "check", "--server", server.address];
  const right = await runSheaf(ask, settings);
  expect([right.status, right.stderr]).toEqual([0, ""]);
  delete zone["_dmarc.example.org"];
  const wrong = await runSheaf(ask, settings);
  expect(wrong.status).toBe(1);
  expect(wrong.stdout).toContain(
    "_dmarc.example.org  TXT  v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org",
  );
  expect(wrong.stderr).toMatch(/^Needs fixing: DMARC\./);
  expect((await runSheaf(ask, { SMTP_URL: "smtp://127.0.0.1" })).stderr).toMatch(/^No domain to check/);
});
