import { Counter, Registry } from "@prometheus-io/client";
import { ImapFlow } from "imapflow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { pollReturnedMail, type ReturnBox, readReturnBox } from "#workers/poll-returned-mail.ts";
import { hasDovecot, type ImapServer, startImapServer } from "../support/imap-server.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { answer, bounceReport, complaintReport } from "../updates/reports.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

test.each([
  ["imaps://us%40x.org:p%2Fw@mail.example.org", { port: 993, secure: true, user: "us@x.org", pass: "p/w" }],
  [
    "imap://us:pw@[::1]:1143/Returned%20mail",
    { host: "::1", port: 1143, secure: false, folder: "Returned mail" },
  ],
])("the address of a mailbox is read: %s", (address, box) => {
  expect(readReturnBox(address)).toMatchObject(box);
});

test.each(["https://us:pw@x.org", "imap://x.org", "pw"])("what is none is refused, unsaid: %s", (address) => {
  expect(() => readReturnBox(address)).toThrow(/SHEAF_BOUNCE_IMAP_URL is not the address of a mailbox/);
});

// Where Dovecot is not installed nothing is claimed; `.ci/run` installs it.
describe.runIf(hasDovecot)("a mailbox of returned mail", () => {
  const returns = new Counter({
    name: "returns",
    help: "Returns",
    labelNames: ["outcome"] as const,
    registers: [new Registry()],
  });
  let room: MailRoom;
  let server: ImapServer;
  let box: ReturnBox;

  beforeAll(async () => {
    room = await openMailRoom({ SHEAF_BOUNCE_ADDRESS: "b-*@bounces.sheaf.test" });
    server = await startImapServer();
    box = readReturnBox(`imap://returns:${encodeURIComponent(server.password)}@127.0.0.1:${server.port}`);
  });
  afterAll(async () => {
    await server.stop();
    await room.close();
  });

  /** Does something in the mailbox, as its owner's mail program would. */
  async function inMailbox<T>(act: (client: ImapFlow) => Promise<T>): Promise<T> {
    const { host, port, user, pass, folder } = box;
    const client = new ImapFlow({ host, port, secure: false, auth: { user, pass }, logger: false });
    await client.connect();
    await client.mailboxOpen(folder);
    const done = await act(client);
    await client.logout();
    return done;
  }

  const lay = (...mails: Buffer[]) =>
    inMailbox(async (client) => {
      for (const mail of mails) await client.append(box.folder, mail);
    });
  const unread = () => inMailbox(async (client) => client.search({ seen: false }));
  const poll = () => pollReturnedMail({ deps: room.deps, returns }, box);

  async function mailed(who: string): Promise<string> {
    const campaign = await loadTestCampaign(room.deps.database);
    await room.sign(campaign, who);
    await room.sendDue(campaign);
    return room.server.received.findLast(({ to }) => to[0] === `${who}@example.org`)?.from ?? "";
  }

  async function reasonOf(who: string): Promise<string | undefined> {
    const key = mailboxKey(room.deps.keys, `${who}@example.org`);
    return (await findSuppressed(room.deps, [key])).get(key.toString("hex"));
  }

  test("is read once: bounces and complaints count, whatever else lies there, and nothing is deleted", async () => {
    const [anna, berta] = [await mailed("anna"), await mailed("berta")];
    const delivered = Buffer.from(`Delivered-To: ${anna}\r\n`);
    await lay(
      Buffer.concat([delivered, bounceReport({ to: "undisclosed-recipients:;" })]),
      complaintReport(berta),
      answer(anna),
      Buffer.from("\r\n\r\n\u0000"),
      bounceReport({ to: "b-forged@bounces.sheaf.test", returned: "x".repeat(2_000_000) }),
    );
    expect(await poll()).toBe(5);
    expect([await reasonOf("anna"), await reasonOf("berta")]).toEqual(["hard-bounce", "complaint"]);
    expect(await unread()).toEqual([]);
    expect(await poll()).toBe(0);
    expect(
      await inMailbox(async (client) => (await client.status("INBOX", { messages: true })) || undefined),
    ).toMatchObject({
      messages: 5,
    });
  });

  test("what was stored but not marked is read again and changes nothing more; what could not be stored stays unread", async () => {
    const carla = await mailed("carla");
    await lay(bounceReport({ to: carla }));
    const { database } = room.deps;
    const broken = new Proxy(database, {
      get: (all, name) => {
        if (name === "mailEvents") throw new Error("MongoDB is away");
        return Reflect.get(all, name);
      },
    });
    await expect(
      pollReturnedMail({ deps: { ...room.deps, database: broken }, returns }, box),
    ).rejects.toThrow("MongoDB is away");
    expect(await unread()).toHaveLength(1);
    await poll();
    const events = await database.mailEvents.find().toArray();
    await inMailbox((client) => client.messageFlagsRemove("1:*", ["\\Seen"]));
    expect(await poll()).toBe(6);
    expect(await database.mailEvents.find().toArray()).toEqual(events);
    expect(await reasonOf("carla")).toBe("hard-bounce");
  });

  test("a mailbox that does not answer or does not know us is told, without its password", async () => {
    const wrong = pollReturnedMail({ deps: room.deps, returns }, { ...box, pass: "not-the-word" });
    const error = await wrong.catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toContain("not-the-word");
    await expect(pollReturnedMail({ deps: room.deps, returns }, { ...box, port: 9 })).rejects.toThrow();
  });
});
