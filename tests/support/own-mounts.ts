import { spawnSync } from "node:child_process";

/** Words before a command that gets mounts of its own, which nobody else sees. */
export const withOwnMounts = ["unshare", "--user", "--map-root-user", "--mount"];

/** Whether this system lets a program have mounts of its own; in a container its settings decide. */
export function mayMount(): boolean {
  const [command = "", ...words] = [...withOwnMounts, "mount", "-t", "tmpfs", "sheaf", "/mnt"];
  return spawnSync(command, words, { stdio: "ignore" }).status === 0;
}
