import type { FastifyRequest } from "fastify";
import type { Problem } from "./problems.ts";

/** How often an outage is logged, in milliseconds. */
const sayEvery = 5_000;

/**
 * Creates the function that logs failures: a defect each time with its stack, an outage (503) once every five
 * seconds with the number of requests it affected, because logging each would fill the log and slow down the server.
 */
export function makeNoteFailure(): (error: unknown, request: FastifyRequest, problem: Problem) => void {
  let turnedAway = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  return (error, request, problem) => {
    if (problem.status < 500) return;
    if (problem.status !== 503) {
      request.log.error({ err: error, route: request.routeOptions.url }, problem.title);
      return;
    }
    turnedAway += 1;
    if (performance.now() - saidAt < sayEvery) return;
    request.log.error({ code: problem.code, turnedAway }, problem.title);
    turnedAway = 0;
    saidAt = performance.now();
  };
}
