import { afterAll, beforeAll, describe } from "vitest";
import { accessSuite } from "./access.suite.ts";
import { campaignsSuite } from "./campaigns.suite.ts";
import { closedSuite } from "./closed.suite.ts";
import { confirmingSuite } from "./confirming.suite.ts";
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

describe("signing", signingSuite);
describe("a form with mistakes", formErrorsSuite);
describe("the page that confirms", confirmingSuite);
describe("links in letters", linksInMailsSuite);
describe("campaigns that can't be signed", closedSuite);
describe("access", accessSuite);
describe("the keyboard", keyboardSuite);
describe("letters", lettersSuite);
describe("campaigns in the console", campaignsSuite);
describe("updates", updatesSuite);
describe("faults", faultsSuite);
