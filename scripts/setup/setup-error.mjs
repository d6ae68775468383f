/** A reason why Sheaf can't be set up, worded for the person at the terminal, with the command that helps. */
export class SetupError extends Error {
  name = "SetupError";
}
