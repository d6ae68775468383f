import { type FastifyPluginAsyncTypebox, Type } from "@fastify/type-provider-typebox";
import type { Deps } from "#campaigns/open.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { type ProviderEvent, takeProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";
import { takeWebhookToken } from "#campaigns/returned-mail/take-webhook-token.ts";
import { checkMailgun, mailgunBody, readMailgun } from "./mailgun.ts";
import { checkPostmark, postmarkBody, readPostmark } from "./postmark.ts";
import { WebhookRefused } from "./refused.ts";
import { readSes } from "./ses.ts";
import { certificateSource, checkSns, snsBody } from "./sns.ts";

type Settings = Pick<
  Config,
  "SHEAF_MAILGUN_KEY" | "SHEAF_POSTMARK_LOGIN" | "SHEAF_SES_TOPIC" | "SHEAF_SES_CERTIFICATE"
>;

type Options = { deps: Deps; config: Settings };

const bodyLimit = 512 * 1024;
const reply = Type.Object({ noted: Type.Integer() }, { additionalProperties: false });
const response = { 200: reply };

/**
 * Webhooks of mail providers, each registered only when it is configured. Nothing is stored before the sender is
 * verified; whatever is reported again, by any route, is recorded once.
 */
export const mailEventsRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { deps, config }) => {
  const take = async (events: ProviderEvent[]) => {
    for (const event of events) await takeProviderEvent(deps, event);
    return { noted: events.length };
  };
  const path = "/api/v1/mail-events";

  const mailgunKey = config.SHEAF_MAILGUN_KEY;
  if (mailgunKey) {
    const schema = { hide: true, body: mailgunBody, response };
    app.post(`${path}/mailgun`, { bodyLimit, schema }, async ({ body }) => {
      checkMailgun(mailgunKey, deps.now(), body);
      if (!(await takeWebhookToken(deps, body.signature.token, JSON.stringify(body))))
        throw new WebhookRefused("This token came with another body before.");
      return take(readMailgun(body));
    });
  }

  const login = config.SHEAF_POSTMARK_LOGIN;
  if (login) {
    const onRequest = async (request: { headers: { authorization?: string | undefined } }) =>
      checkPostmark(login, request.headers.authorization);
    const schema = { hide: true, body: postmarkBody, response };
    app.post(`${path}/postmark`, { bodyLimit, onRequest, schema }, async ({ body }) =>
      take(readPostmark(body)),
    );
  }

  if (config.SHEAF_SES_TOPIC) await app.register(sesRoute, { path, deps, config, take });
};

type SesOptions = Options & { path: string; take(events: ProviderEvent[]): Promise<{ noted: number }> };

const sesRoute: FastifyPluginAsyncTypebox<SesOptions> = async (app, { path, deps, config, take }) => {
  const topic = config.SHEAF_SES_TOPIC;
  const findCertificate = await certificateSource(config.SHEAF_SES_CERTIFICATE, topic);
  // SNS sends its JSON as text.
  app.addContentTypeParser("text/plain", { parseAs: "string" }, app.getDefaultJsonParser("error", "error"));
  const schema = { hide: true, body: snsBody, response };
  app.post(`${path}/ses`, { bodyLimit, schema }, async ({ body, log }) => {
    await checkSns(topic, deps.now(), findCertificate, body);
    if (body.Type === "Notification") return take(readSes(body.Message));
    // The confirmation address is not visited: a person has to decide that this topic is ours.
    log.warn(
      { topic, token: body.Token },
      `SNS sent a ${body.Type}: aws sns confirm-subscription takes this token`,
    );
    return { noted: 0 };
  });
};
