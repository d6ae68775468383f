import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { findFreePort } from "#embedded/free-port.ts";
import { waitFor } from "./wait-for.ts";

/** Debian's Dovecot on the loopback: every user name with the password has a mailbox. */
export type ImapServer = { port: number; password: string; stop(): Promise<void> };

/** Whether Dovecot is here: `.ci/run` brings it. */
export const hasDovecot = spawnSync("dovecot", ["--version"]).status === 0;

const password = "three-otters/juggle@lamps";

/** Starts Dovecot on a folder of its own. */
export async function startImapServer(): Promise<ImapServer> {
  const folder = await mkdtemp(join(tmpdir(), "sheaf-imap-"));
  // Dovecot opens no mailbox for root: as root, mails are nobody's.
  await chmod(folder, 0o777);
  const port = await findFreePort();
  const file = join(folder, "dovecot.conf");
  await writeFile(file, settingsOf(folder, port));
  const server = spawn("dovecot", ["-F", "-c", file], { stdio: "ignore" });
  const ended = once(server, "exit");
  await waitFor("Dovecot to listen", () => listens(port));
  return {
    port,
    password,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settingsOf(folder: string, port: number): string {
  const { uid, gid, username } = userInfo();
  const isRoot = uid === 0;
  const own = isRoot ? "" : `default_login_user = ${username}\ndefault_internal_user = ${username}`;
  const owner = isRoot ? "uid=65534 gid=65534" : `uid=${uid} gid=${gid}`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mails/%u
${own}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = ${owner} home=${folder}/mails/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => resolve(false)).setTimeout(2_000, () => socket.destroy());
  }).then((answer) => answer === true);
}
