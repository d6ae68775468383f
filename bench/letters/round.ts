import type { LetterSender } from "#campaigns/letters/letter-sender.ts";
import type { Deps } from "#campaigns/open.ts";
import { makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { readCurve } from "../arrivals/curve.ts";
import { composeRequests } from "../arrivals/requests.ts";
import { nameOf } from "../arrivals/signers.ts";
import { sendLoad } from "../load/send-load.ts";
import type { Stage } from "../system/bench-campaign.ts";

/** One round of the confirmed way, step by step; each gives how many a second. */
export type Round = {
  sign(): Promise<number>;
  /** Works off what was signed, and sends its letters; only the letters are timed. */
  sendLetters(): Promise<number>;
  confirm(): Promise<number>;
};

type Given = {
  stage: Stage;
  deps: Deps;
  letterSender: LetterSender;
  port: number;
  persons: number;
};

const connections = 128;

/** Opens rounds on a campaign of their own; each has other persons. */
export async function openRound({ stage, deps, letterSender, port, persons }: Given): Promise<Round> {
  const campaign = await stage.addCampaign("confirmed", "email");
  const host = `127.0.0.1:${port}`;
  const composeSign = composeRequests(readCurve(1), { campaign: campaign.slug, host });
  let from = 0;
  const rate = async (act: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await act();
    return (persons / (performance.now() - startedAt)) * 1_000;
  };
  const load = (count: number, status: number, compose: (request: number) => string) => {
    let taken = 0;
    return sendLoad({
      ...{ port, connections, compose },
      take: () => {
        taken += 1;
        return taken > count ? undefined : taken - 1;
      },
      answered(answer) {
        if (answer.status !== status) throw new Error(`A request was answered with ${answer.status}.`);
        return false;
      },
    });
  };
  return {
    async sign() {
      from += persons;
      return rate(() =>
        load(persons, 202, (request) => {
          const turn = { person: from + request, spelling: "plain", repeat: false } as const;
          return composeSign(turn);
        }),
      );
    },
    async sendLetters() {
      await workOff(deps);
      const sent = await rate(async () => {
        await letterSender.sendDue();
        await letterSender.settled();
      });
      const left = await deps.database.letters.countDocuments({ state: { $ne: "sent" } });
      if (left > 0) throw new Error(`${left} letters were not sent.`);
      return sent;
    },
    async confirm() {
      const waiting = await deps.database.pending.find({}, { projection: { _id: 1 } }).toArray();
      const clicks = waiting.map(({ _id: ref }, index) => {
        const token = makeToken(deps.keys, "confirm", ref);
        return composeClick(host, token, `${ref.sheet.toHexString()}-${ref.line}`, nameOf(index));
      });
      const confirmed = await rate(() => load(clicks.length, 303, (request) => clicks[request] ?? ""));
      await workOff(deps);
      // The thanks of this round are no part of the next one.
      await letterSender.sendDue();
      await letterSender.settled();
      return confirmed;
    },
  };
}

async function workOff(deps: Deps): Promise<void> {
  const sheets = await deps.database.sheets.find({ state: "received" }, { projection: { _id: 1 } }).toArray();
  for (const { _id } of sheets) await processSheet(deps, _id);
}

function composeClick(host: string, token: string, entry: string, name: string): string {
  const form = `${new URLSearchParams({ entry, name, country: "GB" })}`;
  return (
    `POST /en/confirm/${token} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nOrigin: http://${host}\r\n` +
    `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`
  );
}
