import { codes, type Ground, words } from "./refusal-words.ts";

/** What a refusal means: nobody is there; not now, or nobody knows why; or it speaks of us and not of the recipient. */
export type RefusalKind = "hard-bounce" | "soft-bounce" | "about-us";

/** What is known of a refusal: a server's own words, the status of a report, and whether it was for now only. */
export type Refusal = {
  words?: string | undefined;
  status?: string | undefined;
  isForNow?: boolean | undefined;
};

/** What a refusal was found to be, with the most telling code it has, if any, and whether it is not for now only. */
export type Verdict = { kind: RefusalKind; ground: Ground; status: string | undefined; isFinal: boolean };

const kinds: Readonly<Record<Ground, RefusalKind>> = {
  "no-mailbox": "hard-bounce",
  "no-domain": "hard-bounce",
  full: "soft-bounce",
  closed: "soft-bounce",
  unclear: "soft-bounce",
  network: "soft-bounce",
  policy: "about-us",
  reputation: "about-us",
  authentication: "about-us",
  rate: "about-us",
  sender: "about-us",
  content: "about-us",
};

/** Of refusals for now, those by which an address may be found dead once there are many: they speak of its mailbox. */
export const groundsTowardsDead = ["full", "closed", "unclear"] as const satisfies Ground[];

const enhancedCode = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/;
const replyCode = /(?<![\d.]|\]:)([45]\d\d)(?!\.?\d)/;
const tellsNothing = /^[45]\.0\.0$/;

/**
 * Says what a refusal means. The server's own words count before any code, and the code in its words before that of the
 * report around it: the reporter often knows only that it failed.
 */
export function judgeRefusal({ words: said = "", status = "", isForNow = false }: Refusal): Verdict {
  const quoted = enhancedCode.exec(said)?.[1];
  const reported = enhancedCode.exec(status)?.[1];
  const code = [quoted, reported].find((each) => each && !tellsNothing.test(each)) ?? quoted ?? reported;
  const reply = replyCode.exec(said)?.[1] ?? replyCode.exec(status)?.[1];
  const ground = groundOf(plain(said), words) ?? groundOf(code ?? "", codes) ?? "unclear";
  const passes = isForNow || (reply ?? code ?? "5").startsWith("4") || /\btemporar/i.test(said);
  const holds = kinds[ground] !== "hard-bounce" || !passes;
  const found = holds ? ground : "unclear";
  return { kind: kinds[found], ground: found, status: code ?? reply, isFinal: !passes };
}

function groundOf(text: string, table: readonly (readonly [Ground, RegExp])[]): Ground | undefined {
  return table.find(([, pattern]) => pattern.test(text))?.[0];
}

/** One line in lower case, without addresses and names of hosts: they are words that nobody said. */
function plain(said: string): string {
  return said
    .slice(0, longest)
    .replace(/https?:\/\/\S+|\bname=\S+|[^\s<>"'()]+@[^\s<>"'(),;]+/g, " ")
    .replace(/\b[a-z0-9-]*[a-z][a-z0-9-]*(?:\.[a-z0-9-]+){2,}\b/g, " ")
    .toLowerCase()
    .replace(/[_\s-]+/g, " ");
}

const longest = 2_000;
