import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import { waitFor } from "./wait-for.ts";

const letterSchema = Type.Object({
  to: Type.String(),
  subject: Type.String(),
  text: Type.String(),
  html: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
});

/** A letter as the embedded mailbox keeps it. */
export type Letter = Static<typeof letterSchema>;

/** What a signer enters. */
export type Signer = { name: string; email: string; country: string; locale: string; updates?: boolean };

/** Where the links of letters lead. */
export type LinkPurpose = "confirm" | "withdraw" | "preferences" | "unsubscribe";

/** The campaign that every Sheaf comes with. */
export const modelCampaign = "stop-sex-trafficking";

const totalsSchema = Type.Object({ total: Type.Integer(), goal: Type.Integer() });
const receiptSchema = Type.Object({ receipt: Type.String() });
const statusSchema = Type.Object({ status: Type.String() });

/** A running Sheaf as a program and a reader of mail use it. */
export type SheafClient = ReturnType<typeof sheafClient>;

/** Uses the Sheaf at this address; every question waits until its answer is there, up to 15 s. */
export function sheafClient(site: string) {
  const ask = async <S extends TSchema>(schema: S, path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${site}${path}`, { headers: { accept: "application/json" }, ...init });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    return Value.Parse(schema, await answer.json());
  };
  // The mailbox shows all letters or none: those who ask at the same time share one reading.
  let reading: Promise<Letter[]> | undefined;
  const readMailbox = (): Promise<Letter[]> => {
    reading ??= ask(Type.Array(letterSchema), "/mailbox").finally(() => {
      reading = undefined;
    });
    return reading;
  };
  /** All letters to an address, newest first. */
  const lettersTo = async (email: string): Promise<Letter[]> =>
    (await readMailbox()).filter(({ to }) => to === email);
  const statusOf = async (receipt: string): Promise<string> =>
    (await ask(statusSchema, `/api/v1/receipts/${receipt}`)).status;

  return {
    site,
    lettersTo,
    statusOf,
    /** Waits until an address has this many letters, and answers with the newest. */
    async letterTo(email: string, count = 1): Promise<Letter> {
      return waitFor(`letter ${count} to ${email}`, async () => {
        const letters = await lettersTo(email);
        return letters.length >= count && letters[0];
      });
    },
    async total(campaign = modelCampaign): Promise<number> {
      return (await ask(totalsSchema, `/api/v1/campaigns/${campaign}/totals`)).total;
    },
    async waitForTotal(total: number, campaign = modelCampaign): Promise<void> {
      await waitFor(`a total of ${total}`, async () => (await this.total(campaign)) === total);
    },
    async waitForStatus(receipt: string, status: string): Promise<void> {
      await waitFor(`the receipt to say ${status}`, async () => (await statusOf(receipt)) === status);
    },
    /** Signs, and answers with the receipt. */
    async sign(signer: Signer, campaign = modelCampaign): Promise<string> {
      const { updates = false, ...entered } = signer;
      const body = JSON.stringify({ ...entered, consent: { updates } });
      const headers = { "content-type": "application/json" };
      const path = `/api/v1/campaigns/${campaign}/signatures`;
      return (await ask(receiptSchema, path, { method: "POST", headers, body })).receipt;
    },
    /** Presses the button of a page that a letter leads to; answers with where that leads. */
    async press(address: string, form: Record<string, string> = {}): Promise<string> {
      const body = new URLSearchParams(form);
      const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
      if (answer.status !== 303) throw new Error(`Pressing was answered with ${answer.status}.`);
      return answer.headers.get("location") ?? "";
    },
    /** Asks for links that act, and answers with the letter that brings them. */
    async freshLinks(email: string, count: number, campaign = modelCampaign): Promise<Letter> {
      await this.press(`${site}/en/c/${campaign}/links`, { email });
      return this.letterTo(email, count);
    },
    /**
     * Signs and confirms by the letter, with the same box ticked; answers with the receipt that is hers and the letter
     * of thanks, once it is counted.
     */
    async signAndConfirm(signer: Signer): Promise<{ receipt: string; thanks: Letter }> {
      await this.sign(signer);
      const ticks: Record<string, string> = signer.updates ? { "consent.updates": "yes" } : {};
      const thanked = await this.press(linkIn(await this.letterTo(signer.email), "confirm"), ticks);
      const receipt = thanked.split("/").at(-1) ?? "";
      await this.waitForStatus(receipt, "counted");
      return { receipt, thanks: await this.letterTo(signer.email, 2) };
    },
  };
}

/** The link in a letter's plain text that serves a purpose. */
export function linkIn({ text, subject }: Letter, purpose: LinkPurpose): string {
  const link = new RegExp(`^https?://\\S+/${purpose}/\\S+$`, "m").exec(text)?.[0];
  if (!link) throw new Error(`The letter "${subject}" has no link to ${purpose}:\n${text}`);
  return link;
}
