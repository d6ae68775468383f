import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { notFound } from "#campaigns/platform/errors.ts";
import { makeNoteFailure } from "./note-failure.ts";
import { type Problem, toProblem } from "./problems.ts";

/** Draws a problem as a page, in the language of the address or of the reader. */
type DrawPage = (request: FastifyRequest, problem: Problem) => string;

/** Answers every failure in the reader's format: problem details (RFC 9457) for programs, a page for people. */
export const errors = fastifyPlugin<{ drawPage: DrawPage }>(
  async (app: FastifyInstance, { drawPage }) => {
    answerFailures(app, drawPage);
    app.setNotFoundHandler((request, reply) =>
      answerProblem(
        drawPage,
        {
          status: 404,
          code: "not-found",
          title: "Not found",
          detail: notFound().message,
        },
        request,
        reply,
      ),
    );
  },
  { name: "errors" },
);

/** Answers what is thrown by routes of a part of the site that draws its own pages. */
export function answerFailures(app: FastifyInstance, drawPage: DrawPage): void {
  const noteFailure = makeNoteFailure();
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    noteFailure(error, request, problem);
    return answerProblem(drawPage, problem, request, reply);
  });
}

/** Answers one problem; for failures before any plugin runs, such as an invalid address. */
export function answerProblem(
  drawPage: DrawPage,
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.code(problem.status).header("Cache-Control", "no-store");
  if (problem.retryAfter) reply.header("Retry-After", problem.retryAfter);
  if (wantsPage(request)) return reply.type("text/html; charset=utf-8").send(drawPage(request, problem));
  const { code, title, status, detail } = problem;
  const body = { type: "about:blank", title, status, detail, code };
  return reply.type("application/problem+json").send(
    // Serialised here, because the route's own reply schemas describe its success.
    JSON.stringify(problem.errors ? { ...body, errors: problem.errors } : body),
  );
}

function wantsPage(request: FastifyRequest): boolean {
  if (request.url.startsWith("/api/")) return false;
  const { accept } = request.headers;
  return accept === undefined || accept.includes("text/html") || accept.startsWith("*/*");
}
