import type { Database } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import type { Curve } from "../arrivals/curve.ts";
import { turnOf } from "../arrivals/requests.ts";
import { checkReceipts } from "../replay/check-receipts.ts";
import { checkRoll, checkTallies, sumPersons } from "../replay/check-roll.ts";
import { type Findings, note, noteEqual, startFindings } from "../replay/findings.ts";
import { readSomeBack } from "../replay/read-some-back.ts";
import type { Walk } from "./walk.ts";

type Checked = { database: Database; keys: Keys; campaign: Campaign; curve: Curve };

/**
 * Checks what came of a walk: every form's receipt and every click's, the roll and the tallies against those
 * who clicked, and that each person got one letter of each kind that she is owed, by the mail server's count
 * and by our own.
 */
export async function checkConfirmed(checked: Checked, walk: Walk, port: number): Promise<Findings[]> {
  const isOne = (person: number) => walk.clicks(person);
  const sent = sumPersons(checked, isOne);
  const persons = walk.persons;
  const asked = await checkReceipts({
    ...checked,
    ...{ receipts: walk.signed, subject: "receipts of the form", kind: "confirming", whoOf: turnOf },
    outcomes: ["waiting", "confirmed", "erased"],
    once: { outcome: "confirmed", subject: "persons with one confirmed line each", persons, isOne },
  });
  const clicked = await checkReceipts({
    ...checked,
    ...{ receipts: walk.confirmed, subject: "receipts of the click", kind: "counting" },
    whoOf: (person) => ({ person, spelling: "plain" }),
    outcomes: ["counted"],
    once: { outcome: "counted", subject: "persons with one counted line each", persons, isOne },
  });
  return [
    ...asked,
    ...clicked,
    await checkRoll(checked, sent),
    await checkTallies(checked, sent),
    checkMail(walk),
    await checkOutbox(checked, walk),
    await readSomeBack(port, walk.confirmed),
  ];
}

function checkMail(walk: Walk): Findings {
  const findings = startFindings("persons with one letter of each kind, by the mail server");
  for (let person = 0; person < walk.persons; person += 1) {
    const [asking, thanking] = [walk.asking[person], walk.thanking[person]];
    const isRight = asking === 1 && thanking === (walk.clicks(person) ? 1 : 0);
    note(
      findings,
      isRight ? undefined : `person ${person} got ${asking} that ask and ${thanking} that thank`,
    );
  }
  noteEqual(findings, "other letters", walk.otherLetters, 0);
  return findings;
}

async function checkOutbox({ database, campaign }: Checked, walk: Walk): Promise<Findings> {
  const findings = startFindings("counts in the outbox");
  const { ordinal } = campaign;
  const sent = (purpose: "confirm" | "thanks") =>
    database.letters.countDocuments({
      ...{ campaign: ordinal, purpose, state: "sent" },
      with: { $exists: false },
    });
  noteEqual(findings, "letters sent that ask", await sent("confirm"), walk.persons);
  noteEqual(findings, "letters sent that thank", await sent("thanks"), walk.count);
  const unsent = await database.letters.countDocuments({
    campaign: ordinal,
    state: { $in: ["due", "failed"] },
  });
  noteEqual(findings, "letters due or failed", unsent, 0);
  return findings;
}
