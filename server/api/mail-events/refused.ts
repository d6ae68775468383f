/** A webhook that is not genuine, or not what we take: the provider sees why, and nothing is stored. */
export class WebhookRefused extends Error {
  readonly statusCode = 401;
  readonly code = "WEBHOOK_REFUSED";
}
