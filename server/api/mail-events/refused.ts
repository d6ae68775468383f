/** A webhook that is not genuine, or not one we accept: the provider is told why, and nothing is stored. */
export class WebhookRefused extends Error {
  readonly statusCode = 401;
  readonly code = "WEBHOOK_REFUSED";
}
