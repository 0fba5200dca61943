import { describe, expect, test } from "vitest";
import { answers } from "./rule-mutants/answers.ts";
import { burnRates } from "./rule-mutants/burn-rates.ts";
import { dueTicks } from "./rule-mutants/due-ticks.ts";
import { mutated } from "./rule-mutants/mistake.ts";
import { probes } from "./rule-mutants/probes.ts";
import { spending } from "./rule-mutants/spending.ts";
import { states } from "./rule-mutants/states.ts";
import { recordedWork, waitingWork } from "./rule-mutants/waiting-work.ts";
import { watches } from "./rule-mutants/watches.ts";

describe.each([
  burnRates,
  dueTicks,
  waitingWork,
  recordedWork,
  ...states,
  ...answers,
  probes,
  ...watches,
  ...spending,
])("a mistake in the generator is seen by the tests, on $about", ({ rules, mutants, play }) => {
  test.each(mutants)("$name", async (mutant) => {
    // What promtool got tells that it was able to read the mistake.
    await expect(play(mutated(rules, mutant), [mutant.seenBy])).rejects.toThrow("got:");
  });

  test("and without one, they have nothing to say", async () => {
    await play(rules, [...new Set(mutants.map(({ seenBy }) => seenBy))]);
  });
});
