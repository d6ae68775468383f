import { expect, test } from "vitest";
import { remembered } from "#campaigns/texts/remembered.ts";

test("what was made of a text is made once, and the texts longest unused are forgotten", () => {
  const made: string[] = [];
  const upper = remembered((text) => {
    made.push(text);
    return { upper: text.toUpperCase() };
  }, 2);
  expect(upper("a")).toBe(upper("a"));
  expect(made).toEqual(["a"]);
  upper("b");
  upper("a");
  upper("c");
  expect(upper("a")).toEqual({ upper: "A" });
  expect(made).toEqual(["a", "b", "c"]);
  upper("b");
  expect(made).toEqual(["a", "b", "c", "b"]);
});
