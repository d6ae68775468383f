import { describe } from "vitest";
import { campaignsSuite } from "./campaigns.suite.ts";
import { useStage } from "./stage.ts";
import { updatesSuite } from "./updates.suite.ts";

useStage();

describe("campaigns in the console", campaignsSuite);
describe("updates", updatesSuite);
