import { FlagdCore } from "@openfeature/flagd-core";
import { expect, test } from "vitest";
import { flagDefinitions } from "../../../components/flags/feature-flags.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { realSystem } from "../../support/declarations.ts";

test.each<[EnvironmentName, boolean]>([
  ["dev", true],
  ["staging", true],
  ["production", false],
])("Odd Scenes' new checkout is in %s: %s for a user whom nobody named (DEP-29)", (environment, shown) => {
  const core = new FlagdCore();
  core.setConfigurations(flagDefinitions(realSystem(environment, "odd-scenes")));
  const { value, reason } = core.resolveBooleanEvaluation("new-checkout", !shown, { targetingKey: "ann" });
  expect({ value, reason }).toEqual({ value: shown, reason: "STATIC" });
});
