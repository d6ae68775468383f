import fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { pino } from "pino";
import { expect, test } from "vitest";
import { DomainError } from "#campaigns/platform/errors.ts";
import { errors } from "#server/plugins/errors.ts";

async function failingApp(lines: string[]): Promise<FastifyInstance> {
  const log: FastifyBaseLogger = pino({ level: "error" }, { write: (line) => void lines.push(line) });
  const app = fastify({ loggerInstance: log });
  await app.register(errors, { drawPage: () => "" });
  app.get("/api/away", () => {
    throw new DomainError("database-unavailable", "The database does not answer.");
  });
  app.get("/api/defect", () => {
    throw new TypeError("a defect");
  });
  return app;
}

test("an outage that turns hundreds away is one line in the log; a defect is logged each time", async () => {
  const lines: string[] = [];
  const app = await failingApp(lines);
  const answers = await Promise.all(Array.from({ length: 300 }, () => app.inject("/api/away")));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
  expect(lines).toHaveLength(1);
  await app.inject("/api/defect");
  await app.inject("/api/defect");
  expect(lines.filter((line) => line.includes("a defect"))).toHaveLength(2);
  await app.close();
});
