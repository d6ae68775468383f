import { describe } from "vitest";
import { closedSuite } from "./closed.suite.ts";
import { formErrorsSuite } from "./form-errors.suite.ts";
import { keyboardSuite } from "./keyboard.suite.ts";
import { signingSuite } from "./signing.suite.ts";
import { useStage } from "./stage.ts";

useStage();

describe("signing", signingSuite);
describe("a form with mistakes", formErrorsSuite);
describe("campaigns that can't be signed", closedSuite);
describe("the keyboard", keyboardSuite);
