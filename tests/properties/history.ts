import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef } from "#campaigns/platform/sealing/line-tokens.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { entryName } from "#campaigns/signing/confirmation/entry-name.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { expirePending } from "#campaigns/signing/confirmation/expire-pending.ts";
import { confirmationTime } from "#campaigns/signing/confirmation/hold-for-confirmation.ts";
import { type Confirmation, openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { openWithdrawal } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { unprocessedSheets } from "../support/settle.ts";
import { freshLink, linkOf, signAs } from "../support/signing.ts";
import type { TestClock } from "../support/test-clock.ts";
import { Crash, crashAfter } from "../support/watched-database.ts";

/** One thing that happens; numbers are taken modulo what there is. */
export type Step =
  | { do: "sign"; person: number; spelling: number; countryIndex: number }
  | { do: "sign together"; people: number[] }
  | { do: "confirm" | "erase" | "withdraw"; which: number }
  | { do: "withdraw twice"; which: number }
  | { do: "wait too long" }
  | { do: "work"; order: number[]; dieAfter: number }
  | { do: "fold"; times: number };

type Signed = { person: number; receipt: string; ref: LineRef };

const spellings = [
  (person: number) => `person.${person}@gmail.com`,
  (person: number) => `Person${person}+news@googlemail.com`,
  (person: number) => `PERSON.${person}@GMAIL.COM`,
];
const countries = ["GB", "TH", "PH", "TH"];

/**
 * Plays steps against the real acts, and keeps beside them the simplest account of who has signed: the last thing that
 * a person was told had been taken is what holds.
 */
export class History {
  readonly #deps: Deps;
  readonly #clock: TestClock;
  readonly #campaign: Campaign;
  readonly #signed: Signed[] = [];
  readonly #counted = new Map<number, boolean>();

  constructor(deps: Deps, clock: TestClock, campaign: Campaign) {
    this.#deps = deps;
    this.#clock = clock;
    this.#campaign = campaign;
  }

  /** How many people's last word is that they sign. */
  total(): number {
    return [...this.#counted.values()].filter(Boolean).length;
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case "sign":
        return this.#sign(step.person, step.spelling, step.countryIndex);
      case "sign together":
        await Promise.all(step.people.map((person, turn) => this.#sign(person, turn, turn)));
        return;
      case "confirm":
        return this.#confirm(this.#pick(step.which));
      case "erase":
        return this.#erase(this.#pick(step.which));
      case "withdraw":
        return this.#withdraw(this.#pick(step.which), 1);
      case "withdraw twice":
        return this.#withdraw(this.#pick(step.which), 2);
      case "wait too long":
        this.#clock.advance(confirmationTime);
        await expirePending(this.#deps);
        return;
      case "work":
        return this.#work(step.order, step.dieAfter);
      case "fold":
        return this.#fold(step.times);
    }
  }

  /** What the receipts say that does not fit, once everything is processed: nobody's may differ from what holds. */
  async wrongReceipts(): Promise<string[]> {
    const wrong: string[] = [];
    for (const { person, receipt } of this.#signed) {
      const status = (await readReceipt(this.#deps, receipt))?.status ?? "none";
      const decided = status === "counted" || status === "withdrawn";
      const expected = this.#counted.get(person) ? "counted" : "withdrawn";
      if (status === "received" || status === "none" || (decided && status !== expected))
        wrong.push(`${person}: ${status}, expected ${expected}`);
    }
    return wrong;
  }

  #pick(which: number): Signed | undefined {
    return this.#signed[which % Math.max(this.#signed.length, 1)];
  }

  async #sign(person: number, spelling: number, countryIndex: number): Promise<void> {
    const email = spellings[spelling % spellings.length]?.(person) ?? "";
    const country = countries[countryIndex % countries.length] ?? "GB";
    const { receipt, ref } = await signAs(this.#deps, this.#campaign, "", {
      name: "Some One",
      email,
      country,
    });
    this.#signed.push({ person, receipt, ref });
    if (this.#campaign.verification === "none") this.#counted.set(person, true);
  }

  async #confirm(signed: Signed | undefined): Promise<void> {
    if (!signed || !["waiting", "repeats"].includes(await this.#confirmation(signed))) return;
    const link = linkOf(this.#deps, "confirm", signed.ref);
    const consent = { updates: false, secretariat: false };
    const taken = await confirmSignature(this.#deps, link, { entry: entryName(signed.ref), consent });
    if (taken.kind === "confirmed") this.#counted.set(signed.person, true);
  }

  async #erase(signed: Signed | undefined): Promise<void> {
    if (!signed || (await this.#confirmation(signed)) === "unmailed") return;
    await eraseEntry(this.#deps, linkOf(this.#deps, "confirm", signed.ref));
  }

  /** What the page behind the confirm link says; "unmailed" while no mail can have been sent. */
  async #confirmation({ ref }: Signed): Promise<Confirmation["state"] | "unmailed"> {
    const sheet = await this.#deps.database.sheets.findOne({ _id: ref.sheet });
    if (sheet?.kind !== "confirming" || sheet.state === "received") return "unmailed";
    return (await openConfirmation(this.#deps, linkOf(this.#deps, "confirm", ref))).state;
  }

  async #withdraw(signed: Signed | undefined, times: number): Promise<void> {
    if (!signed) return;
    const link = freshLink(this.#deps, "withdraw", signed.ref);
    const opened = await openWithdrawal(this.#deps, link).catch(() => undefined);
    if (!opened) return;
    await Promise.all(Array.from({ length: times }, () => withdrawSignature(this.#deps, link, "withdrawn")));
    this.#counted.set(signed.person, false);
  }

  /** Sheets are processed in any order, several at once, some of them twice, and the worker may die. */
  async #work(order: number[], dieAfter: number): Promise<void> {
    const waiting = await unprocessedSheets(this.#deps, this.#campaign);
    if (waiting.length === 0) return;
    const chosen = order.flatMap((which) => waiting[which % waiting.length] ?? []);
    const [first, ...others] = chosen;
    if (first && dieAfter > 0) {
      const database = crashAfter(this.#deps.database, dieAfter);
      await processSheet({ ...this.#deps, database }, first).catch(passCrash);
    }
    await Promise.all(others.map((id) => processSheet(this.#deps, id)));
  }

  async #fold(times: number): Promise<void> {
    const folds = Array.from({ length: times }, () => foldSheets(this.#deps, this.#campaign.ordinal));
    await Promise.all(folds);
  }
}

function passCrash(error: unknown): void {
  if (!(error instanceof Crash)) throw error;
}
