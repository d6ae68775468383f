import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { plainAt } from "#campaigns/petitions/drafts/plain.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { type MongoProxy, startMongoProxy } from "../support/mongo-proxy.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { begin } from "./campaign-desk.ts";

let site: TestApp;
let wire: MongoProxy;
let ada: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp({}, async (mongodbUri) => {
    wire = await startMongoProxy(mongodbUri);
    return wire.uri;
  });
  ada = await signInAs(site, "organiser", undefined, { locale: "fr" });
  await ada.post("/organiser/campaigns/new", begin("given-back"));
});
afterEach(() => wire.restore());
afterAll(async () => {
  await site.close();
  await wire.stop();
});

const editor = "/organiser/c/given-back/petitions/page?in=en";
const typed = 'Two "words"\r\nand <b>';
const written = 'value="Two &quot;words&quot;\r\nand &lt;b&gt;"';
const nav = 'class="side-nav"';

async function formWith(first: string): Promise<Record<string, string>> {
  const was = /name="was.page.first" value="([^"]+)"/.exec((await ada.get(editor)).body)?.[1] ?? "";
  return { "text.page.first": first, "was.page.first": was };
}

async function firstParagraph(): Promise<unknown> {
  const open = await openDraft(site.deps, { account: ada.account, campaign: "given-back", petition: null });
  return plainAt(open.own.get("texts/en.yaml"), ["page", "first"]);
}

test("while the database is away a form comes back whole, to be sent again to where it went", async () => {
  const form = await formWith(typed);
  wire.cut();
  const away = await ada.post(editor, form, { "accept-language": "es" });
  expect([away.statusCode, away.headers["retry-after"]]).toEqual([503, "5"]);
  // Nobody can tell who sent it: the browser's language, and no navigation.
  expect(away.body).toContain('lang="es"');
  expect(away.body).not.toContain(nav);
  expect(away.body).toContain(`<form class="form" method="post" action="${editor}">`);
  expect(away.body).toContain(`name="text.page.first" ${written}`);
  expect(away.body).toContain(`name="was.page.first" value="${form["was.page.first"]}"`);
  wire.restore();
  expect((await ada.post(editor, form)).statusCode).toBe(303);
  expect(await firstParagraph()).toBe('Two "words"\nand <b>');
});

test("a database that is lost in the middle of a save gives the form back too, in the console of who sent it", async () => {
  const form = await formWith("Once more");
  wire.loseAnswers("update", 4);
  const away = await ada.post(editor, form, { referer: `http://localhost${editor}`, host: "localhost" });
  expect(away.statusCode).toBe(503);
  expect(away.body).toContain(nav);
  expect(away.body).toContain('lang="fr"');
  expect(away.body).toContain('name="text.page.first" value="Once more"');
  expect((await ada.post(editor, form)).statusCode).toBe(303);
  expect(await firstParagraph()).toBe("Once more");
});

test("a source code is no secret: it comes back with its form", async () => {
  wire.cut();
  const form = { code: "shop-1", label: "Posters at the pier" };
  const away = await ada.post("/organiser/c/given-back/sources", form);
  expect(away.statusCode).toBe(503);
  for (const [name, value] of Object.entries(form))
    expect(away.body).toContain(`<input type="hidden" name="${name}" value="${value}">`);
});

test("neither passwords nor codes nor tickets are written back", async () => {
  wire.cut();
  const signIn = { email: "ada@sheaf.test", password: "three otters juggle lamps", to: "/organiser" };
  const back = await ada.post("/organiser/sign-in", signIn);
  expect(back.statusCode).toBe(503);
  expect(back.body).toContain('name="email" value="ada@sheaf.test"');
  expect(back.body).toMatch(/<input type="password" id="f-password" name="password"[^>]*value="">/);
  expect(back.body).not.toContain("otters");
  const code = await ada.post("/organiser/sign-in/code", { ticket: "ticket-held", code: "123456" });
  expect(code.statusCode).toBe(503);
  expect(code.body).not.toMatch(/ticket-held|123456/);
});

test("problems within the console wear its look and speak its language, with a way back", async () => {
  const staff = await signInAs(site, "staff", undefined, { locale: "fr" });
  const from = "/organiser/campaigns";
  const headers = { host: "localhost", referer: `http://localhost${from}` };
  const huge = { "text.page.first": "a".repeat(1_600_000) };
  const answers = [
    [404, await ada.get("/organiser/no-such-page", headers)],
    [404, await ada.get("/staff/no-such-page", headers)],
    [404, await ada.get("/organiser/c/no-such-campaign/petitions", headers)],
    [403, await staff.get(editor, headers)],
    [403, await ada.post("/organiser/accounts/invite", secretary, headers)],
    [413, await ada.post(editor, huge, headers)],
  ] as const;
  for (const [status, { statusCode, body }] of answers) {
    expect(statusCode).toBe(status);
    for (const part of [nav, '<html lang="fr"'])
      expect([status, body]).toEqual([status, expect.stringContaining(part)]);
  }
  for (const [, { body }] of answers.filter(([status]) => status !== 403))
    expect(body).toContain(`<a href="${from}">Retour à la page précédente</a>`);
  const outside = await site.app.inject({ url: "/organiser/reset/none", headers: { accept: "text/html" } });
  expect(outside.statusCode).toBe(404);
  expect(outside.body).toContain('<main id="main" class="outside">');
  const program = await ada.get("/organiser/no-such-page", { accept: "application/json" });
  expect(program.headers["content-type"]).toContain("application/problem+json");
});

const secretary = { name: "X Y", email: "x@sheaf.test", role: "secretariat", locale: "en" };
