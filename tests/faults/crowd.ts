import { setTimeout as wait } from "node:timers/promises";
import { answersOf } from "../support/signing.ts";

/** One answer to a signature: its status, and how long it took in milliseconds. */
export type Answer = {
  who: string;
  status: number;
  took: number;
  receipt?: string;
  retryAfter?: string | null;
};

/** People who sign through HTTP without pause, until they are told to stop. */
export type Crowd = {
  answers: Answer[];
  /** How many have been told that their signature is taken. */
  acknowledged(): Answer[];
  /** Lets everybody finish what she is doing. */
  stop(): Promise<void>;
};

const peopleAtOnce = 16;
const timeoutMs = 30_000;

/** Starts a crowd on a campaign: every seventh signature is a repeat, every eleventh in another spelling. */
export function startCrowd(url: string, slug: string): Crowd {
  const answers: Answer[] = [];
  let number = 0;
  let going = true;
  const signOnce = async () => {
    number += 1;
    const who = `p${number % 7 === 0 ? number - 1 : number}`;
    const email = number % 11 === 0 ? `P${who.slice(1)}+x@EXAMPLE.org` : `${who}@example.org`;
    answers.push(await send(url, slug, who, email));
  };
  const one = async () => {
    while (going) {
      await signOnce();
      // Nobody hammers at a door that is shut.
      if (answers.at(-1)?.status !== 202) await wait(50);
    }
  };
  const people = Array.from({ length: peopleAtOnce }, one);
  return {
    answers,
    acknowledged: () => answers.filter(({ status }) => status === 202),
    async stop() {
      going = false;
      await Promise.all(people);
    },
  };
}

/** Sends one signature; status 0 when nobody answered. */
export async function send(
  url: string,
  slug: string,
  who: string,
  email = `${who}@example.org`,
): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(`${url}/api/v1/campaigns/${slug}/signatures`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(answersOf(who, { email, name: "Some One", country: "TH" })),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status } = response;
    const body: unknown = await response.json();
    const receipt = typeof body === "object" && body && "receipt" in body ? String(body.receipt) : "";
    const retryAfter = response.headers.get("retry-after");
    return { who, status, retryAfter, took: performance.now() - began, ...(receipt && { receipt }) };
  } catch {
    return { who, status: 0, took: performance.now() - began };
  }
}
