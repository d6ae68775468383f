import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

const list = "/organiser/organisations";
const script = "<script>alert(1)</script>";

let site: TestApp;
let lead: ConsoleClient;
let american: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  await loadNetwork(site.deps, fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url)));
  lead = await signInAs(site, "secretariat");
  american = await signInAs(site, "organiser", "ecpat-usa");
});
afterAll(() => site.close());

/** What the form of an organisation holds, as a browser would send it back. */
async function formOf(client: ConsoleClient, slug: string): Promise<Record<string, string>> {
  const { body, statusCode } = await client.get(`${list}/${slug}`);
  expect(statusCode).toBe(200);
  expect(body.length).toBeLessThan(150_000);
  return fieldsOf(body);
}

function fieldsOf(body: string): Record<string, string> {
  const plain = (text = "") =>
    text
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&");
  const inputs = [...body.matchAll(/<input [^>]*?name="([^"]+)"[^>]*?value="([^"]*)"/g)];
  const areas = [...body.matchAll(/<textarea [^>]*?name="([^"]+)"[^>]*>\n([^<]*)<\/textarea>/g)];
  const choices = [
    ...body.matchAll(/<select [^>]*?name="([^"]+)"[^>]*>.*?<option value="([^"]*)" selected/g),
  ];
  return Object.fromEntries(
    [...inputs, ...areas, ...choices].map(([, name = "", value]) => [name, plain(value)]),
  );
}

const stored = (slug: string) => site.deps.database.organisations.findById(slug).lean();

test("the list shows the network to every role, with a way to edit only what an account reaches", async () => {
  const edits = async (client: ConsoleClient) => {
    const { body } = await client.get(list);
    expect(body).toContain("ECPAT Sweden");
    return [...body.matchAll(/href="\/organiser\/organisations\/([a-z-]+)" aria-label="Edit/g)].map(
      ([, slug]) => slug,
    );
  };
  expect(await edits(lead)).toHaveLength(6);
  expect(await edits(american)).toEqual(["ecpat-usa"]);
  expect(await edits(await signInAs(site, "auditor", "ecpat-usa"))).toEqual([]);
  expect((await american.get(list)).body).not.toContain(`${list}/new`);
});

test.each(["2026-02-30", "last week"])("%s is no day on which a source was read", async (day) => {
  const form = await formOf(american, "ecpat-usa");
  const refused = await american.post(`${list}/ecpat-usa`, { ...form, "source-1-readAt": day });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain('id="f-source-1-readAt-error"');
  expect((await stored("ecpat-usa"))?.editedAt).toBeNull();
});

describe("Another organisation", () => {
  test.each(["get", "post"] as const)("is not there for who does not reach it (%s)", async (method) => {
    const before = await stored("ecpat-sweden");
    const path = `${list}/ecpat-sweden`;
    const answer =
      method === "get"
        ? await american.get(path)
        : await american.post(path, { version: "1", name: "Ours now" });
    const nobody =
      method === "get" ? await american.get(`${list}/nobody`) : await american.post(`${list}/nobody`, {});
    expect([answer.statusCode, nobody.statusCode]).toEqual([404, 404]);
    expect(await stored("ecpat-sweden")).toEqual(before);
  });

  test("is ended, taken back and added by the secretariat alone", async () => {
    for (const path of [list, `${list}/ecpat-usa/end`, `${list}/ecpat-usa/return`]) {
      expect((await american.post(path, {})).statusCode).toBe(403);
    }
    expect((await american.get(`${list}/new`)).statusCode).toBe(403);
  });
});

test("an organiser edits the page of their own organisation, not its name, kind or countries", async () => {
  const form = await formOf(american, "ecpat-usa");
  expect(form.name).toBeUndefined();
  const answer = await american.post(`${list}/ecpat-usa`, {
    ...form,
    name: "ECPAT International",
    kind: "secretariat",
    countries: "TH",
    website: "https://example.org/usa",
    address: `1 Main Street\n${script}`,
  });
  expect(answer.headers.location).toBe(`${list}/ecpat-usa?done=saved`);
  const { name, kind, countries, website, version, editedAt, about } = (await stored("ecpat-usa")) ?? {};
  expect([name, kind, countries, website, version]).toEqual([
    "ECPAT-USA",
    "member",
    ["US"],
    "https://example.org/usa",
    2,
  ]);
  expect(editedAt).toBeInstanceOf(Date);
  expect(Object.keys(about ?? {})).toHaveLength(6);
  for (const path of [`${list}/ecpat-usa`, list])
    expect((await american.get(path)).body).not.toContain(script);
  expect((await site.app.inject("/en/network/ecpat-usa")).body).not.toContain(script);
});

test("saving what is there already changes nothing", async () => {
  const before = await stored("ecpat-cebu");
  const answer = await lead.post(`${list}/ecpat-cebu`, await formOf(lead, "ecpat-cebu"));
  expect(answer.statusCode).toBe(303);
  expect(await stored("ecpat-cebu")).toEqual(before);
});

test("of two editors the second is told, keeps every word, and sees both", async () => {
  const [first, second] = [await formOf(lead, "ecpat-sweden"), await formOf(lead, "ecpat-sweden")];
  await lead.post(`${list}/ecpat-sweden`, { ...first, address: "Stockholm" });
  const told = await lead.post(`${list}/ecpat-sweden`, {
    ...second,
    address: "Gothenburg",
    "about-fr": "Mon texte.",
  });
  expect(told.statusCode).toBe(409);
  expect(told.body).toContain("Somebody else changed this organisation");
  expect(told.body).toContain("Stored now: Stockholm");
  const kept = fieldsOf(told.body);
  expect([kept.address, kept["about-fr"]]).toEqual(["Gothenburg", "Mon texte."]);
  expect((await stored("ecpat-sweden"))?.address).toBe("Stockholm");
  const again = await lead.post(`${list}/ecpat-sweden`, kept);
  expect(again.statusCode).toBe(303);
  expect((await stored("ecpat-sweden"))?.address).toBe("Gothenburg");
});

test("of twenty who save in the same moment one is taken", async () => {
  const form = await formOf(lead, "ecpat-uk");
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      lead.post(`${list}/ecpat-uk`, { ...form, address: `Street ${turn}` }),
    ),
  );
  const statuses = answers.map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([303, ...Array.from({ length: 19 }, () => 409)]);
});

test.each([
  ["website", "javascript:alert(1)", "f-website"],
  ["website", "http://example.org", "f-website"],
  ["about-en", "We helped 9,000 children.", "f-about-en"],
  ["about-en", "They are 9.[^7]", "f-about-en"],
  ["countries", "PH ZZ", "f-countries"],
  ["name", "", "f-name"],
  ["name", "x".repeat(500), "f-name"],
  ["parent", "ecpat-cebu", "f-parent"],
])("%s becoming %s is refused beside its field, with every word kept", async (name, value, field) => {
  const form = { ...(await formOf(lead, "ecpat-philippines")), [name]: value };
  const answer = await lead.post(`${list}/ecpat-philippines`, { ...form, "about-tl": "Isang salita." });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(`<a href="#${field}">`);
  expect(fieldsOf(answer.body)["about-tl"]).toBe("Isang salita.");
  expect((await stored("ecpat-philippines"))?.version).toBe(1);
});

test("a text of a megabyte is refused, and nothing is stored of it", async () => {
  const form = { ...(await formOf(lead, "ecpat-philippines")), "about-en": "x".repeat(1_000_000) };
  expect((await lead.post(`${list}/ecpat-philippines`, form)).statusCode).toBe(413);
});

test("an organisation is added once, shown, ended and taken back, and each act is in the audit trail", async () => {
  const form = { slug: "ecpat-france", name: `ECPAT France ${script}`, kind: "member", countries: "fr" };
  expect((await lead.post(list, { ...form, slug: "../up" })).statusCode).toBe(422);
  expect((await lead.post(list, form)).headers.location).toBe(`${list}/ecpat-france?done=added`);
  expect((await lead.post(list, form)).body).toContain("this web address is taken");
  const shown = async () => (await site.app.inject("/en/network")).body;
  expect(await shown()).toContain("ECPAT France &lt;script&gt;");
  await lead.post(`${list}/ecpat-france/end`);
  await lead.post(`${list}/ecpat-france/end`);
  expect(await shown()).not.toContain("ECPAT France");
  expect((await lead.get(`${list}/ecpat-france`)).body).toContain("Put it back");
  await lead.post(`${list}/ecpat-france/return`);
  expect(await shown()).toContain("ECPAT France");
  expect((await lead.post(`${list}/ecpat-international/end`)).statusCode).toBe(403);
  const acts = await site.deps.database.audit
    .find({ on: "organisation/ecpat-france" })
    .sort({ _id: 1 })
    .toArray();
  expect(acts.map(({ act }) => act)).toEqual(["organisation.add", "organisation.end", "organisation.return"]);
  expect((await listOrganisations(site.deps)).find(({ slug }) => slug === "ecpat-france")?.version).toBe(3);
});
