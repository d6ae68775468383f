import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSmtpPool } from "#campaigns/mail/smtp-pool.ts";
import type { Deps } from "#campaigns/open.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { hour } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import {
  addSupporters,
  dispatchesOf,
  recounted,
  runToEnd,
  scheduledUpdate,
  testUpdateSender,
} from "./update-stage.ts";

/** Where the server stops: it says nothing more from there on. */
type Stop = "silent at RCPT" | "silent after the final dot" | "never";

let core: TestDeps;
let deps: Deps & { updateSender: UpdateSender };
let server: Server;
let stop: Stop = "never";
let taken = 0;
const events = new EventEmitter();

beforeAll(async () => {
  core = await openTestDeps();
  server = createServer(converse).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = toAddress(server.address());
  const updateSender = testUpdateSender(core.config, core.redis, core.deps, {});
  const pool = openSmtpPool(`smtp://127.0.0.1:${port}`, 1, { socket: 400, mail: 800 });
  deps = { ...core.deps, updateSender: { ...updateSender, pool } };
});
afterAll(async () => {
  deps.updateSender.close();
  deps.updateSender.pool.close();
  server.close();
  await core.close();
});

function toAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  return address;
}

/** The least that a mail server says. */
function converse(socket: Socket): void {
  let inContent = false;
  const answerAt = (here: Stop, reply: string) => {
    if (stop === here) events.emit("stopped");
    else socket.write(`${reply}\r\n`);
  };
  const read = (line: string) => {
    if (line === ".") {
      inContent = false;
      taken += 1;
      answerAt("silent after the final dot", "250 taken");
    } else if (line.startsWith("RCPT")) answerAt("silent at RCPT", "250 fine");
    else if (line.startsWith("DATA")) {
      inContent = true;
      socket.write("354 go on\r\n");
    } else socket.write("250 fine\r\n");
  };
  socket.on("error", () => undefined);
  socket.write("220 test\r\n");
  createInterface({ input: socket }).on("line", (line) => {
    if (!inContent || line === ".") read(line);
  });
}

/** Sends an update to one reader while the server stops there, and then again when it is well. */
async function sendTwice(where: Stop, body: string) {
  const campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna"]);
  const { _id } = await scheduledUpdate(deps, campaign, { texts: { en: { subject: "News", body } } });
  [stop, taken] = [where, 0];
  const stopped = once(events, "stopped");
  await Promise.all([stopped, runToEnd(deps, _id)]);
  const [first] = await dispatchesOf(deps, _id);
  stop = "never";
  core.clock.advance(hour);
  await runToEnd(deps, _id);
  const { counts } = await recounted(deps, _id);
  return { first: first?.state, sent: counts.sent, uncertain: counts.uncertain, taken };
}

test("a server silent after the final dot leaves the mail uncertain, and it is not sent again", async () => {
  const outcome = await sendTwice("silent after the final dot", "Thank you.");
  expect(outcome).toEqual({ first: "uncertain", sent: 0, uncertain: 1, taken: 1 });
});

test("a server silent at the recipient has not got the mail: it goes out later", async () => {
  const outcome = await sendTwice("silent at RCPT", "Thank you.");
  expect(outcome).toEqual({ first: "queued", sent: 1, uncertain: 0, taken: 1 });
});

test("a mail that was cut off in its content has surely not arrived, and is to be tried later", async () => {
  const cutting = createServer((socket) => {
    let inContent = false;
    socket.on("error", () => undefined);
    socket.write("220 test\r\n");
    socket.on("data", (bytes) => {
      if (inContent) return socket.destroy();
      inContent = bytes.includes("DATA");
      return socket.write(inContent ? "354 go on\r\n" : "250 fine\r\n");
    });
  }).listen(0, "127.0.0.1");
  await once(cutting, "listening");
  const pool = openSmtpPool(`smtp://127.0.0.1:${toAddress(cutting.address()).port}`, 1);
  // More than the operating system takes into its own hands: the end of the mail is still in ours.
  const raw = Buffer.from("A line of a picture.\r\n".repeat(1_500_000));
  const outcome = await pool.send({ from: "us@sheaf.test", to: "anna@example.org", raw });
  expect(outcome.kind).toBe("later");
  pool.close();
  cutting.close();
});

test("an address that no mail can have, an audience that is gone, a language without a text: each is accounted for", async () => {
  [stop, taken] = ["never", 0];
  const campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna", "no@valid@example.org", "two words@example.org", "a@b\r\nx"]);
  await addSupporters(deps, campaign, ["thai"], { locale: "th" });
  const { _id } = await scheduledUpdate(deps, campaign);
  // Texts change by no act once they are approved; a fallback that names none stands for one that was lost.
  await deps.database.updates.updateOne({ _id }, { $set: { fallback: [] } });
  await runToEnd(deps, _id);
  expect(taken).toBe(1);
  const update = await recounted(deps, _id);
  expect(update).toMatchObject({ state: "sent", planned: 5, counts: { sent: 1, failed: 3, skipped: 1 } });
  const reasons = (await dispatchesOf(deps, _id)).flatMap(({ reason }) => reason ?? []);
  expect(new Set(reasons)).toEqual(
    new Set(["553 5.1.3: no mail can be addressed so", "no text in her language"]),
  );

  const left = await loadTestCampaign(deps.database);
  await addSupporters(deps, left, ["anna"]);
  const nobody = await scheduledUpdate(deps, left);
  await deps.database.signatures.updateMany(
    { _id: signatureId(personOf(deps.keys, left, "anna@example.org"), 0) },
    { $unset: { updates: "" } },
  );
  await runToEnd(deps, nobody._id);
  expect(await recounted(deps, nobody._id)).toMatchObject({ state: "sent", planned: 0 });
});
