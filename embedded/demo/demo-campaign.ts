import { join } from "node:path";

/** The made-up campaign and its organisation, as addresses name them. */
export const demo = { campaign: "demo", organisation: "demo-organisation" } as const;

/** The folder of the made-up campaign. */
export const demoFolder = join(import.meta.dirname, "campaign");

/** The file in the data folder that says how to sign in to the demo. */
export const loginsFile = "demo-logins.json";
