import { DomainError } from "../errors.ts";
import { type Problem, showProblem, sortProblems } from "./reading/yaml-file.ts";

/** Refuses a campaign's folder. @throws DomainError `catalogue-refused`, a line for each problem. */
export function refuseProblems(problems: readonly Problem[]): never {
  const lines = sortProblems(problems).map(showProblem);
  throw new DomainError(
    "catalogue-refused",
    ["The folder of the campaign has problems; nothing was done.", ...lines].join("\n"),
  );
}
