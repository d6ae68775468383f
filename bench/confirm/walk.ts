import type { Curve } from "../arrivals/curve.ts";
import { composeRequests, countRequests, turnOf } from "../arrivals/requests.ts";
import { countryOf, nameOf } from "../arrivals/signers.ts";
import type { Answer } from "../load/send-load.ts";
import { makeReceipts, type Receipts } from "../replay/receipts.ts";
import { delayOf, openCurveClock } from "./curve-clock.ts";
import { DueClicks } from "./due-clicks.ts";
import type { ReadLetter } from "./read-letter.ts";

/** What a person does after her letter came, in this order. */
const steps = ["page", "confirm", "thanks"] as const;
type Step = (typeof steps)[number];

/** Nobody signs while so many letters are owed: the whole way goes at the pace of its slowest part. */
const mostOwed = 1_000;

const receiptLength = 40;
const receiptField = '"receipt":"';

/** How the requests of a walk are sent: `pace` signatures a second, whatever comes of them, or as fast as all goes. */
export type Walking = {
  curve: Curve;
  campaign: string;
  host: string;
  pace?: number;
  /**
   * Whether she also asks for the page behind her link and for that which thanks her; without, she only
   * presses the button.
   */
  pages: boolean;
};

/**
 * The way of everybody on a curve: she signs, her letter comes, she opens its link after a while, presses the
 * button, and is thanked by a page and a letter. It says what is to be sent next and hears the answers;
 * letters come from the mail server.
 */
export class Walk {
  readonly persons: number;
  readonly requests: number;
  /** What the form answered, by request, and what the click did, by person. */
  readonly signed: Receipts;
  readonly confirmed: Receipts;
  /** Letters that came, by person. */
  readonly asking: Uint8Array;
  readonly thanking: Uint8Array;
  otherLetters = 0;
  /** Confirmed so far. */
  count = 0;
  /** How long each waited for her letter, in milliseconds. */
  readonly waits: number[] = [];
  readonly refusals = new Map<string, number>();
  readonly #walking: Walking;
  readonly #sign: (turn: ReturnType<typeof turnOf>) => string;
  readonly #clockOf: (person: number) => number;
  readonly #clicks = new DueClicks();
  readonly #paths = new Map<number, string>();
  readonly #entries = new Map<number, string>();
  readonly #signedAt: Float64Array;
  readonly #ready: number[] = [];
  readonly #startedAt = performance.now();
  #taken = 0;
  #letters = 0;
  #thanks = 0;
  #underWay = 0;
  #clock = 0;

  constructor(walking: Walking) {
    const { curve } = walking;
    this.#walking = walking;
    this.persons = curve.persons;
    this.requests = countRequests(curve.persons);
    this.signed = makeReceipts(this.requests);
    this.confirmed = makeReceipts(this.persons);
    this.asking = new Uint8Array(this.persons);
    this.thanking = new Uint8Array(this.persons);
    this.#signedAt = new Float64Array(this.persons);
    this.#sign = composeRequests(curve, walking);
    this.#clockOf = openCurveClock(curve);
  }

  /** Whether somebody clicks in the end. */
  clicks(person: number): boolean {
    return delayOf(person) !== undefined;
  }

  take(): number | "later" | undefined {
    const next = this.#next();
    if (typeof next === "number") this.#underWay += 1;
    return next;
  }

  #next(): number | "later" | undefined {
    const ready = this.#ready.shift();
    if (ready !== undefined) return ready;
    const isSigned = this.#taken === this.requests;
    const isWaiting = this.#letters < this.#newPersons() || this.count - this.#thanks > mostOwed;
    // Once all have signed and have their letters the clock runs on to the next click.
    const isNext = this.#clicks.next <= this.#clock || (isSigned && !isWaiting);
    if (this.#clicks.size > 0 && isNext && this.count - this.#thanks <= mostOwed) {
      const person = this.#clicks.take() ?? 0;
      return this.#request(this.#walking.pages ? "page" : "confirm", person);
    }
    if (!isSigned) return this.#maySign() ? this.#takeSignature() : "later";
    return isWaiting || this.#underWay > 0 || this.#thanks < this.count ? "later" : undefined;
  }

  #maySign(): boolean {
    const { pace } = this.#walking;
    if (pace !== undefined) return performance.now() >= this.#dueAt(this.#taken);
    return this.#newPersons() - this.#letters < mostOwed;
  }

  #takeSignature(): number {
    const request = this.#taken;
    this.#taken += 1;
    const { person, repeat } = turnOf(request);
    if (repeat) return request;
    this.#clock = this.#clockOf(person);
    this.#signedAt[person] = this.#walking.pace === undefined ? performance.now() : this.#dueAt(request);
    return request;
  }

  #dueAt(request: number): number {
    return this.#startedAt + (request * 1_000) / (this.#walking.pace ?? 1);
  }

  /** Persons whose first signature was taken up. */
  #newPersons(): number {
    return this.#taken === 0 ? 0 : this.#taken - Math.floor(this.#taken / 20);
  }

  #request(step: Step, person: number): number {
    return this.requests + steps.indexOf(step) * this.persons + person;
  }

  #read(request: number): { step: Step | "sign"; person: number } {
    if (request < this.requests) return { step: "sign", person: turnOf(request).person };
    const number = request - this.requests;
    return {
      step: steps[Math.floor(number / this.persons)] ?? "page",
      person: number % this.persons,
    };
  }

  compose(request: number): string {
    const { step, person } = this.#read(request);
    if (step === "sign") return this.#sign(turnOf(request));
    const path = this.#paths.get(person) ?? "/";
    const head = `Host: ${this.#walking.host}\r\nAccept: text/html\r\n`;
    if (step !== "confirm") return `GET ${path} HTTP/1.1\r\n${head}\r\n`;
    const form = this.#form(person, path);
    return (
      `POST ${path} HTTP/1.1\r\n${head}Origin: http://${this.#walking.host}\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`
    );
  }

  /** What a browser sends: the hidden fields of her page, what stood in the form, and what she ticked. */
  #form(person: number, path: string): string {
    const token = Buffer.from(path.slice(path.lastIndexOf("/") + 1), "base64url");
    const own = `${token.toString("hex", 0, 12)}-${token.readUInt16BE(12)}`;
    const fields = new URLSearchParams({
      entry: this.#entries.get(person) ?? own,
      campaign: this.#walking.campaign,
      name: nameOf(person),
      country: countryOf(this.#walking.curve, person),
    });
    if (person % 3 === 0) fields.set("consent.updates", "yes");
    return `${fields}`;
  }

  /** True: the same is to be sent once more. */
  answered({ request, status, head, body }: Answer): boolean {
    const { step, person } = this.#read(request);
    const isRight = this.#hear(step, { request, person, status, head, body });
    if (!isRight) {
      const name = `${step} ${status}`;
      this.refusals.set(name, (this.refusals.get(name) ?? 0) + 1);
      if ((this.refusals.get(name) ?? 0) > 1_000) throw new Error(`Too many requests were refused: ${name}.`);
      return true;
    }
    this.#underWay -= 1;
    return false;
  }

  #hear(
    step: Step | "sign",
    { request, person, status, head, body }: { person: number } & Omit<Answer, "milliseconds">,
  ): boolean {
    switch (step) {
      case "sign": {
        const from = body.indexOf(receiptField) + receiptField.length;
        return status === 202 && this.signed.keep(request, body.slice(from, from + receiptLength));
      }
      case "page": {
        const entry = /name="entry" value="([0-9a-f-]+)"/u.exec(body)?.[1];
        if (status !== 200 || entry === undefined) return false;
        this.#entries.set(person, entry);
        this.#ready.push(this.#request("confirm", person));
        return true;
      }
      case "confirm": {
        const location = /^location: (\S+)/imu.exec(head)?.[1] ?? "";
        const receipt = location.slice(location.lastIndexOf("/") + 1);
        if (status !== 303 || !this.confirmed.keep(person, receipt)) return false;
        this.count += 1;
        this.#entries.delete(person);
        this.#paths.delete(person);
        if (!this.#walking.pages) return true;
        this.#paths.set(person, location);
        this.#ready.push(this.#request("thanks", person));
        return true;
      }
      case "thanks":
        this.#paths.delete(person);
        return status === 200;
    }
  }

  /** A letter came. */
  receive({ person, kind, path }: ReadLetter): void {
    if (!(person < this.persons) || kind === "other") {
      this.otherLetters += 1;
      return;
    }
    const letters = kind === "confirm" ? this.asking : this.thanking;
    letters[person] = (letters[person] ?? 0) + 1;
    if (letters[person] !== 1) return;
    if (kind === "thanks") {
      this.#thanks += 1;
      return;
    }
    this.#letters += 1;
    this.waits.push(performance.now() - (this.#signedAt[person] ?? 0));
    const delay = delayOf(person);
    if (delay === undefined) return;
    this.#paths.set(person, path);
    this.#clicks.add(person, this.#clock + delay);
  }
}
