import type { Signature } from "../signing/roll/signature.model.ts";

/** The line by which a signature counts now: the one that brought it, or that brought it back. */
export function broughtBy({
  sheet,
  line,
  moves = [],
}: Pick<Signature, "sheet" | "line" | "moves">): Pick<Signature, "sheet" | "line"> {
  return moves.findLast(({ to }) => to === "counted") ?? { sheet, line };
}
