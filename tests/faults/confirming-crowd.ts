import { setTimeout as wait } from "node:timers/promises";
import type { Received } from "../mail/mail-server.ts";
import type { Fleet } from "../support/fleet.ts";
import { waitFor } from "../support/wait-for.ts";
import { send } from "./crowd.ts";

/** People who sign, read their letters and press the button, whatever happens to the programs meanwhile. */
export type ConfirmingCrowd = {
  /** Who was told that her signature is taken. */
  signed: ReadonlySet<string>;
  /** Who was told that it is confirmed. */
  confirmed: ReadonlySet<string>;
  /** Waits until so many more have confirmed. */
  confirmMore(count: number): Promise<void>;
  /** Nobody new signs; whoever signed gets her letter and confirms. */
  finish(patience: number): Promise<void>;
};

const signersAtOnce = 4;
/** In milliseconds. */
const betweenSignatures = 250;
const clickersAtOnce = 4;

/** The mails of a kind that somebody got. */
export function lettersOf({ mails }: Fleet, who: string, kind: "confirm" | "thanks"): Received[] {
  return mails.received.filter(({ to, raw }) => to[0] === `${who}@example.org` && kindOf(raw) === kind);
}

function kindOf(raw: string): "confirm" | "thanks" {
  return linkIn(raw) ? "confirm" : "thanks";
}

function linkIn(raw: string): string | undefined {
  return /\/en\/confirm\/[\w-]{40}/u.exec(raw.replaceAll("=\r\n", ""))?.[0];
}

/** Starts a crowd on a campaign whose signatures are confirmed by mail. */
export function startConfirmingCrowd(fleet: Fleet, slug: string, name = "c"): ConfirmingCrowd {
  const signed = new Set<string>();
  const confirmed = new Set<string>();
  let number = 0;
  let read = 0;
  let isSigning = true;
  let isClicking = true;
  const sign = async () => {
    while (isSigning) {
      number += 1;
      const who = `${name}${number}`;
      while ((await send(fleet.url, slug, who)).status !== 202) await wait(50);
      signed.add(who);
      // All mail goes to one domain, which takes fifty a second: a crowd of thousands would test that limit alone.
      await wait(betweenSignatures);
    }
  };
  const click = async () => {
    while (isClicking) {
      const mail = fleet.mails.received[read];
      if (!mail) {
        await wait(20);
        continue;
      }
      read += 1;
      const link = linkIn(mail.raw);
      const who = mail.to[0]?.split("@")[0] ?? "";
      if (!link || !who.startsWith(name)) continue;
      while (!(await press(fleet.url, link))) await wait(50);
      confirmed.add(who);
    }
  };
  const signers = Array.from({ length: signersAtOnce }, sign);
  const clickers = Array.from({ length: clickersAtOnce }, click);
  return {
    signed,
    confirmed,
    async confirmMore(count) {
      const target = confirmed.size + count;
      await waitFor(`${count} more to confirm`, () => confirmed.size >= target, 120_000);
    },
    async finish(patience) {
      isSigning = false;
      await Promise.all(signers);
      const lacking = () => [...signed].filter((who) => !confirmed.has(who));
      await waitFor("everybody to confirm", () => lacking().length === 0, patience).catch((error: Error) => {
        throw new Error(`${error.message} These did not: ${lacking().join(" ")}.`);
      });
      isClicking = false;
      await Promise.all(clickers);
    },
  };
}

/**
 * Presses the button behind a link; false when nobody answered. What an earlier press did no page tells to
 * whoever has the link.
 */
async function press(url: string, path: string): Promise<boolean> {
  const token = Buffer.from(path.slice(path.lastIndexOf("/") + 1), "base64url");
  const entry = `${token.toString("hex", 0, 12)}-${token.readUInt16BE(12)}`;
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    body: new URLSearchParams({ entry }),
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined && answer.status < 500;
}
