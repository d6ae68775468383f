import { resolve } from "node:path";

/** SHEAF_DATA where nothing is said. */
export const dataFolder = ".sheaf";

/** Where the key file is: SHEAF_KEYS, else keys.json in SHEAF_DATA. */
export function keysPath(env: { SHEAF_KEYS?: string | undefined; SHEAF_DATA?: string | undefined }): string {
  return resolve(env.SHEAF_KEYS || `${env.SHEAF_DATA || dataFolder}/keys.json`);
}
