import { afterAll, beforeAll, describe } from "vitest";
import { accessSuite } from "./access.suite.ts";
import { campaignsSuite } from "./campaigns.suite.ts";
import { closedSuite } from "./closed.suite.ts";
import { faultsSuite } from "./faults.suite.ts";
import { formErrorsSuite } from "./form-errors.suite.ts";
import { keyboardSuite } from "./keyboard.suite.ts";
import { lettersSuite } from "./letters.suite.ts";
import { linksInMailsSuite } from "./links-in-mails.suite.ts";
import { signingSuite } from "./signing.suite.ts";
import { closeStage, openStage } from "./stage.ts";
import { updatesSuite } from "./updates.suite.ts";

// One file, so that one Sheaf and one browser serve all: tests run one after the other, and totals move by theirs only.
beforeAll(openStage, 180_000);
afterAll(closeStage, 60_000);

describe("signing", { timeout: 60_000 }, signingSuite);
describe("a form with mistakes", { timeout: 60_000 }, formErrorsSuite);
describe("links in letters", { timeout: 60_000 }, linksInMailsSuite);
describe("campaigns that can't be signed", { timeout: 60_000 }, closedSuite);
describe("access", { timeout: 60_000 }, accessSuite);
describe("the keyboard", { timeout: 60_000 }, keyboardSuite);
describe("letters", { timeout: 60_000 }, lettersSuite);
describe("campaigns in the console", { timeout: 60_000 }, campaignsSuite);
describe("updates", { timeout: 60_000 }, updatesSuite);
describe("faults", { timeout: 60_000 }, faultsSuite);
