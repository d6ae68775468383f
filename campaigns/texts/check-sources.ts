import type { SourcesFile } from "./sources-file.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Reports sources that are not numbered 1, 2, 3 in order. */
export function checkSources(file: YamlFile, { sources }: SourcesFile): void {
  sources.forEach(({ number }, index) => {
    if (number === index + 1) return;
    const path = ["sources", index, "number"];
    file.refuse(path, "source-out-of-order", { source: number, position: index + 1 });
  });
}
