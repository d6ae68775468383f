import { DomainError } from "../platform/errors.ts";
import { type Problem, showProblem, sortProblems } from "./yaml-file.ts";

/** Rejects a folder of the catalogue. @throws DomainError `catalogue-refused`, with one line per problem. */
export function refuseProblems(problems: readonly Problem[]): never {
  const lines = sortProblems(problems).map(showProblem);
  throw new DomainError(
    "catalogue-refused",
    ["The folder has problems; nothing was done.", ...lines].join("\n"),
  );
}
