import { type MailTransport, openTransport, type TransportSettings } from "../../mail/transport.ts";
import type { Config } from "../../platform/config.ts";
import type { RedisClient } from "../../platform/open-redis.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import type { Template } from "../composing/fill-update.ts";
import { type QuietHours, readQuietHours } from "./quiet-hours.ts";

/** What updates are sent with, once a process. */
export type UpdateSender = MailTransport & {
  /** Updates of a campaign that a supporter gets within a week. */
  weeklyMost: number;
  quiet: QuietHours;
  /** Composed texts by update and language. */
  templates: Map<string, Promise<Template>>;
};

type Settings = TransportSettings & Pick<Config, "SHEAF_WEEKLY_UPDATES" | "SHEAF_QUIET_HOURS">;

/** Opens what updates are sent with; nothing connects before the first mail. @throws DomainError `configuration`. */
export function openUpdateSender(settings: Settings, redis: RedisClient, keys: Keys): UpdateSender {
  return {
    ...openTransport(settings, redis, keys, "updates"),
    weeklyMost: settings.SHEAF_WEEKLY_UPDATES,
    quiet: readQuietHours(settings.SHEAF_QUIET_HOURS),
    templates: new Map(),
  };
}
