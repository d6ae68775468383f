import type { SourcesFile } from "./sources-file.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Refuses sources that are not numbered 1, 2, 3 in their order. */
export function checkSources(file: YamlFile, { sources }: SourcesFile): void {
  sources.forEach(({ number }, place) => {
    if (number === place + 1) return;
    const says = `source ${number} stands in place ${place + 1}: number the sources 1, 2, 3 in their order`;
    file.refuse(["sources", place, "number"], says);
  });
}
