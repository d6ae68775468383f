import { describe } from "vitest";
import { inboxSuite } from "./inbox.suite.ts";
import { petitionNamesSuite } from "./petition-names.suite.ts";
import { useStage } from "./stage.ts";

useStage();

describe("what waits for people in the console", inboxSuite);
describe("names of campaigns and petitions", petitionNamesSuite);
