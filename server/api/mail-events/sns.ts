import { verify, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Static, Type } from "typebox";
import { day } from "#campaigns/platform/durations.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { WebhookRefused } from "./refused.ts";

/** A message of Amazon's SNS. */
export const snsBody = Type.Object({
  Type: Type.String({ maxLength: 40 }),
  MessageId: Type.String({ maxLength: 100 }),
  TopicArn: Type.String({ maxLength: 300 }),
  Timestamp: Type.String({ maxLength: 40 }),
  Message: Type.String({ maxLength: 250_000 }),
  Subject: Type.Optional(Type.Union([Type.String({ maxLength: 300 }), Type.Null()])),
  Token: Type.Optional(Type.String({ maxLength: 2_000 })),
  SubscribeURL: Type.Optional(Type.String({ maxLength: 2_000 })),
  SignatureVersion: Type.String({ maxLength: 10 }),
  Signature: Type.String({ maxLength: 2_000 }),
  SigningCertURL: Type.String({ maxLength: 500 }),
});

export type SnsBody = Static<typeof snsBody>;

/** Returns Amazon's certificate, in PEM, for the address that a message names. */
export type FindCertificate = (url: string) => Promise<string>;

/**
 * Makes sure that a message is for our topic, signed by Amazon (SHA-256), and at most a day old.
 * @throws WebhookRefused
 */
export async function checkSns(
  topic: string,
  now: Date,
  findCertificate: FindCertificate,
  message: SnsBody,
): Promise<void> {
  if (message.TopicArn !== topic) throw new WebhookRefused("This is not the topic in SHEAF_SES_TOPIC.");
  if (message.SignatureVersion !== "2")
    throw new WebhookRefused("Set the topic's SignatureVersion to 2: signatures with SHA-1 are not taken.");
  const age = now.getTime() - Date.parse(message.Timestamp);
  if (!(Math.abs(age) <= day)) throw new WebhookRefused("The message is older than a day.");
  const certificate = new X509Certificate(await findCertificate(message.SigningCertURL));
  const isInTime =
    Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo);
  const signature = Buffer.from(message.Signature, "base64");
  if (!isInTime || !verify("sha256", Buffer.from(signedText(message)), certificate.publicKey, signature))
    throw new WebhookRefused("The signature is not that of the certificate.");
}

/** What SNS signs: some fields by name, each name and value on its own line. */
export function signedText(message: SnsBody): string {
  const isNotification = message.Type === "Notification";
  const names = isNotification
    ? (["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] as const)
    : (["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"] as const);
  return names
    .filter((name) => message[name] !== undefined && message[name] !== null)
    .map((name) => `${name}\n${message[name]}\n`)
    .join("");
}

/**
 * Where Amazon keeps a certificate for a topic's region, built from the only variable part of a message's address;
 * null when the address is not spelled exactly like that.
 */
export function certificateAddress(url: string, topic: string): string | null {
  const region = topic.split(":")[3] ?? "";
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) return null;
  const origin = `https://sns.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  const [, name] = /\/(SimpleNotificationService-[0-9a-f]{32,64}\.pem)$/.exec(url) ?? [];
  const address = `${origin}/${name}`;
  return url === address ? address : null;
}

const largestCertificate = 20_000;

/**
 * Creates what finds certificates: a file, whatever address a message names; or with the word `fetch`, Amazon's own
 * address, once each.
 * @throws DomainError `configuration` when the file can't be read.
 */
export async function certificateSource(setting: string, topic: string): Promise<FindCertificate> {
  if (setting !== "fetch") {
    const pem = await readFile(setting, "utf8").catch((cause: Error) => {
      throw new DomainError("configuration", `SHEAF_SES_CERTIFICATE can't be read: ${cause.message}.`, {
        cause,
      });
    });
    return async () => pem;
  }
  const known = new Map<string, string>();
  return async (url) => {
    const address = certificateAddress(url, topic);
    if (!address) throw new WebhookRefused("The certificate is not at Amazon's address for this topic.");
    const pem = known.get(address) ?? (await fetchCertificate(address));
    known.set(address, pem);
    return pem;
  };
}

async function fetchCertificate(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(5_000) });
  const pem = await response.text();
  if (!response.ok || pem.length > largestCertificate)
    throw new WebhookRefused("Amazon's certificate could not be fetched.");
  return pem;
}
