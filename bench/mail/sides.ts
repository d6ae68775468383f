import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import type { DkimKey } from "#campaigns/mail/dkim.ts";
import type { Deps } from "#campaigns/open.ts";
import { mailNameOf } from "#campaigns/organisations/sender.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personLength, rollRange } from "#campaigns/petitions/person.ts";
import { unseal } from "#campaigns/platform/sealing/seal.ts";
import { composeUpdate } from "#campaigns/updates/composing/compose-update.ts";
import { fillUpdate } from "#campaigns/updates/composing/fill-update.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import type { Side } from "../ingest/rounds.ts";
import { addUpdate, sendAll, text } from "./mail-campaign.ts";

/** Ours: planned, claimed, sent and settled, with a dispatch for each mail. */
export function ownSide(name: string, deps: Deps & { updateSender: UpdateSender }, campaign: Campaign): Side {
  return {
    name,
    async round() {
      const id = await addUpdate(deps.database, campaign);
      const startedAt = performance.now();
      const { planned } = await sendAll(deps, id);
      return (planned / (performance.now() - startedAt)) * 1_000;
    },
  };
}

/** What nodemailer gets: the recipients, opened in advance, and one of our mails, parsed. */
export type Yardstick = {
  readers: { name: string; email: string }[];
  text: string;
  html: string;
  raw: Buffer;
};

const connections = 10;
const underWay = 100;

/** Reads the roll, and writes one of our mails. */
export async function readYardstick(
  deps: Pick<Deps, "database" | "keys">,
  campaign: Campaign,
): Promise<Yardstick> {
  const { from, to } = rollRange(campaign.ordinal);
  const roll = await deps.database.signatures.find({ _id: { $gte: from, $lt: to } }).toArray();
  const readers = roll.flatMap(({ _id, sealed }) =>
    sealed ? [unseal(deps.keys, _id.subarray(0, personLength), sealed)] : [],
  );
  const template = await composeUpdate({
    locale: "en",
    tongue: "en",
    text,
    campaign: { slug: campaign.slug, name: campaign.pages.en?.name ?? campaign.slug, sources: [] },
    organisation: { name: campaign.organisation, mails: mailNameOf({ name: campaign.organisation }, "en") },
    from: "Sheaf <news@sheaf.example>",
    publicUrl: "https://sheaf.example",
  });
  const link = `https://sheaf.example/en/unsubscribe/${"x".repeat(40)}`;
  const raw = await fillUpdate(
    template,
    {
      to: "anna.tester@example.org",
      messageId: "one@sheaf.example",
      fields: { name: "Anna", country: "Thailand" },
      links: { unsubscribe: link, preferences: link },
    },
    { date: new Date(), signer: undefined },
  );
  const mail = await simpleParser(raw, { skipTextToHtml: true });
  return { readers, text: mail.text ?? "", html: mail.html || "", raw };
}

/** Nodemailer's own pool composing the same mail for each reader, without any records. */
export function composingSide(name: string, smtpUrl: string, yardstick: Yardstick, dkim?: DkimKey): Side {
  return poolSide(name, smtpUrl, yardstick.readers, ({ name: reader, email }, number) => ({
    from: "Sheaf <news@sheaf.example>",
    to: email,
    subject: text.subject,
    messageId: `<${number}@sheaf.example>`,
    text: yardstick.text.replaceAll("Anna", reader),
    html: yardstick.html.replaceAll("Anna", reader),
    headers: {
      "List-Unsubscribe": `<https://sheaf.example/en/unsubscribe/${number}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      Precedence: "bulk",
    },
    ...(dkim && {
      dkim: {
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkim.key.export({ type: "pkcs8", format: "pem" }).toString(),
      },
    }),
  }));
}

/** Nodemailer's own pool sending a finished mail, without any records. */
export function rawSide(name: string, smtpUrl: string, { readers, raw }: Yardstick): Side {
  return poolSide(name, smtpUrl, readers, ({ email }) => ({
    envelope: { from: "news@sheaf.example", to: email },
    raw,
  }));
}

type Reader = Yardstick["readers"][number];
type Mail = Parameters<ReturnType<typeof createTransport>["sendMail"]>[0];

function poolSide(
  name: string,
  smtpUrl: string,
  readers: readonly Reader[],
  compose: (reader: Reader, number: number) => Mail,
): Side {
  return {
    name,
    async round() {
      const transport = createTransport({
        url: smtpUrl,
        pool: true,
        maxConnections: connections,
        maxMessages: Number.POSITIVE_INFINITY,
      });
      const startedAt = performance.now();
      const queue = readers.entries();
      const lane = async () => {
        for (const [number, reader] of queue) await transport.sendMail(compose(reader, number));
      };
      await Promise.all(Array.from({ length: underWay }, lane));
      const rate = (readers.length / (performance.now() - startedAt)) * 1_000;
      transport.close();
      return rate;
    },
  };
}
