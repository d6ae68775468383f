import { afterAll, beforeAll, expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { addReader } from "../support/add-reader.ts";
import { openSite, type Site } from "./open-site.ts";

let site: Site;
const organisation = "ecpat-philippines";
const path = `/en/network/${organisation}/write`;

beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
  const named = (_id: string, name: string) => ({
    _id,
    name,
    kind: _id === "ecpat-international" ? "secretariat" : "member",
  });
  for (const { _id, name, kind } of [
    named(organisation, "ECPAT Philippines"),
    named("ecpat-international", "ECPAT International"),
  ])
    await site.deps.database.organisations.updateOne(
      { _id },
      {
        $setOnInsert: {
          name,
          kind,
          countries: ["PH"],
          about: { en: ["One."] },
          sources: [],
          claims: [],
          version: 1,
        },
      },
      { upsert: true },
    );
});
afterAll(() => site.close());

const message = (email = "zoe.reader@example.org") => ({
  name: "Zoë Reader",
  email,
  text: "Where can I hand in paper?\n\nThank you.",
});

test("while nobody is there to read, the page says so and takes nothing", async () => {
  const page = await site.get(path);
  expect(page.body).toContain("Nobody of this organisation reads messages from here yet");
  expect(page.body).not.toContain("<form");
  expect((await site.post(path, message())).statusCode).toBe(503);
  expect(await site.deps.database.enquiries.countDocuments()).toBe(0);
});

test("a message is stored sealed with the letters that carry it, and no page shows an address", async () => {
  const account = await addReader(site.deps, organisation, `${organisation}@example.org`);
  const page = await site.get(path);
  expect(page.body).not.toContain("@example.org");
  const reply = await site.post(path, message());
  expect(reply.statusCode).toBe(303);
  expect(reply.headers.location).toBe(`/en/network/${organisation}/written`);
  expect((await site.get(String(reply.headers.location))).body).toContain("Your message is on its way");
  const [enquiry] = await site.deps.database.enquiries.find().toArray();
  expect(JSON.stringify(enquiry)).not.toMatch(/Reader|example\.org|paper/);
  const letters = await site.deps.database.letters.find({ purpose: "enquiry" }).toArray();
  expect(letters).toMatchObject([{ state: "due", enquiry: enquiry?._id, account }]);
  expect(JSON.stringify(letters)).not.toMatch(/Reader|example\.org|paper/);
});

test("what is missing or wrong is said in words, with every answer kept, in every language", async () => {
  const before = await site.deps.database.enquiries.countDocuments();
  for (const { code } of languages) {
    const form = { name: "www.example.org", email: "zoe at mail", text: " " };
    const { statusCode, body } = await site.post(`/${code}/network/${organisation}/write`, form);
    expect(statusCode).toBe(422);
    for (const field of ["name", "email", "text"]) expect(body).toContain(`<a href="#${field}">`);
    expect(body).toContain('value="zoe at mail"');
  }
  expect((await site.post(path, { ...message(), text: "x".repeat(4_001) })).statusCode).toBe(422);
  expect((await site.post(path, { ...message(), comment: "filled" })).statusCode).toBe(422);
  expect(await site.deps.database.enquiries.countDocuments()).toBe(before);
});

test("one mailbox writes three times a day, an organisation gets thirty an hour", async () => {
  for (let count = 0; count < 2; count += 1) expect((await site.post(path, message())).statusCode).toBe(303);
  const refused = await site.post(path, message("Zoe.Reader+again@example.org"));
  expect(refused.statusCode).toBe(429);
  expect(refused.body).toContain("Where can I hand in paper?");
  const statuses: number[] = [];
  for (let count = 0; count < 28; count += 1)
    statuses.push((await site.post(path, message(`writer.${count}@example.org`))).statusCode);
  expect(statuses.filter((status) => status === 303)).toHaveLength(27);
  expect(statuses.at(-1)).toBe(429);
});

test("an organisation that is not there, or has left, can't be written to", async () => {
  expect((await site.get("/en/network/nowhere/write")).statusCode).toBe(404);
  expect((await site.post("/en/network/nowhere/write", message())).statusCode).toBe(404);
});

test("privacy names who answers for the data, on what basis, and whom to complain to; what is not known is said", async () => {
  const { body } = await site.get("/en/privacy");
  for (const words of [
    "ECPAT International",
    "No source gives us its postal address",
    "Your consent",
    "data protection authority",
  ])
    expect(body).toContain(words);
  expect(body).toContain("/en/network/ecpat-international/write");
});

test("help lines have a number, a source and the day it was read; the networks are links", async () => {
  for (const { code } of languages) {
    const { body, statusCode } = await site.get(`/${code}/help`);
    expect(statusCode).toBe(200);
    const lines = [...body.matchAll(/<dt>[^<]+<\/dt><dd>(.*?)<\/dd>/gs)].map(([, line = ""]) => line);
    expect(lines.length).toBeGreaterThan(14);
    for (const line of lines) {
      expect(line).toMatch(/href="tel:[0-9]+"|686868/);
      expect(line).toMatch(/href="https?:\/\//);
      expect(line).toContain('<time datetime="2026-11-30">');
    }
    for (const network of ["https://childhelplineinternational.org/", "https://www.inhope.org/"])
      expect(body).toContain(network);
  }
});

test("security.txt says whom to tell of a hole, and how long it is good", async () => {
  const { body, headers } = await site.get("/.well-known/security.txt");
  expect(headers["content-type"]).toContain("text/plain");
  expect(body).toContain("Contact: http://sheaf.example/en/network/ecpat-international/write\n");
  const [, expires = ""] = /Expires: (\S+)/.exec(body) ?? [];
  expect(new Date(expires).getTime()).toBeGreaterThan(Date.now());
});
