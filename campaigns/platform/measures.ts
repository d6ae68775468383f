import { Gauge, type Registry } from "@prometheus-io/client";
import { withTimeout } from "./with-timeout.ts";

/** A measured value, and the labels it has. */
export type Measured = { value: number; labels?: Record<string, string> };

/** A gauge that is measured whenever it is asked for. */
export type Measure = {
  name: string;
  help: string;
  labels?: readonly string[];
  measure(): Promise<Measured[]>;
};

/** How long a measurement may take, in milliseconds: the collector of metrics does not wait for ever. */
const timeoutMs = 3_000;

/**
 * Adds gauges to a registry. One that can't be measured now, because MongoDB or Redis is away, is left out and named by
 * `sheaf_unmeasured`: it neither fails the others nor shows what was true a while ago.
 */
export function addMeasures(registry: Registry, measures: readonly Measure[]): void {
  const registers = [registry];
  const unmeasured = new Gauge({
    name: "sheaf_unmeasured",
    help: "1 for each metric that could not be measured when it was last asked for",
    labelNames: ["metric"],
    registers,
  });
  for (const { name, help, labels = [], measure } of measures) {
    new Gauge({
      name,
      help,
      labelNames: labels,
      registers,
      async collect() {
        this.reset();
        try {
          for (const { value, labels: of = {} } of await withTimeout(measure(), timeoutMs))
            this.set(of, value);
          unmeasured.remove({ metric: name });
        } catch {
          if (labels.length === 0) this.remove();
          unmeasured.set({ metric: name }, 1);
        }
      },
    });
  }
}
