import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { DomainError } from "#campaigns/platform/errors.ts";
import { listPictures } from "#campaigns/updates/pictures/find-picture.ts";
import { storePicture } from "#campaigns/updates/pictures/store-picture.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { campaignInConsole } from "./campaign-in-console.ts";
import { sayNotice } from "./notices.ts";
import { type PicturesView, picturesPage } from "./pictures.view.ts";
import { campaignParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

const here = consoleUrls.updatePictures(":campaign");
const query = Type.Object({
  update: Type.Optional(Type.String({ pattern: "^[0-9a-f]{24}$", maxLength: 24 })),
});
/** Maximum size of an uploaded file. */
const largest = 8_000_000;
/** The file's bytes as Latin-1, one character each, so that a schema limits them like any field. */
const pictureForm = Type.Object(
  {
    picture: Type.Optional(Type.String({ maxLength: largest })),
    alt: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);

/** Uploading pictures for updates. */
export async function picturesRoutes(app: FastifyInstance, { deps }: UpdatesOptions): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: "updates.write" } as const;
  const schema = { params: campaignParams, querystring: query };

  // Node parses forms with files itself; they are accepted only here.
  app.addContentTypeParser(
    "multipart/form-data",
    { parseAs: "buffer", bodyLimit: largest },
    async (request: FastifyRequest, body: Buffer) => readForm(request.headers["content-type"] ?? "", body),
  );

  pages.get(here, { config, schema }, async (request, reply) =>
    show(request, reply, request.params.campaign, { update: request.query.update }),
  );

  pages.post(
    here,
    { config, schema: { ...schema, body: pictureForm }, bodyLimit: largest },
    async (request, reply) => {
      const { campaign } = request.params;
      const account = accountOf(request);
      await campaignInConsole(deps, campaign);
      const { picture = "", alt = "" } = request.body;
      const shown = { update: request.query.update, alt: oneLine(alt) };
      const bytes = Buffer.from(picture, "latin1");
      try {
        const owner = { campaign, organisation: account.organisation, actor: actorOf(request) };
        await storePicture(deps, owner, bytes);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "picture-refused") throw error;
        return show(request, reply, campaign, { ...shown, error: error.message }, 422);
      }
      return show(request, reply, campaign, { ...shown, notice: "picture" });
    },
  );

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    slug: string,
    { notice, ...rest }: Pick<PicturesView, "update" | "alt" | "error" | "notice">,
    status = 200,
  ): Promise<FastifyReply> {
    const account = accountOf(request);
    const book = consoleBook(account.locale);
    const campaign = await campaignInConsole(deps, slug);
    const reached = account.role === "secretariat" ? "all" : [account.organisation];
    const pictures = await listPictures(deps, slug, reached);
    const view = { campaign, account, pictures, notice: sayNotice(book, notice), ...rest };
    return sendConsolePage(reply, picturesPage(book, view), status);
  }
}

/** Words inside Markdown's square brackets. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\s[\]\\]+/g, " ")
    .trim()
    .slice(0, 300);
}

async function readForm(type: string, body: Buffer): Promise<Record<string, string>> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
    const fields = Array.from(form, async ([name, value]) => [name, await asText(value)] as const);
    return Object.fromEntries(await Promise.all(fields));
  } catch {
    throw new DomainError("picture-refused", "The file did not arrive whole: choose it again.");
  }
}

async function asText(value: string | File): Promise<string> {
  return typeof value === "string" ? value : Buffer.from(await value.arrayBuffer()).toString("latin1");
}
