import { describe } from "vitest";
import { confirmingSuite } from "./confirming.suite.ts";
import { lettersSuite } from "./letters.suite.ts";
import { linksInMailsSuite } from "./links-in-mails.suite.ts";
import { useStage } from "./stage.ts";

useStage();

describe("the page that confirms", confirmingSuite);
describe("links in letters", linksInMailsSuite);
describe("letters", lettersSuite);
