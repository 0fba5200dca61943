import { describe, expect, test } from "vitest";
import { burnRates } from "./rule-mutants/burn-rates.ts";
import { dueTicks } from "./rule-mutants/due-ticks.ts";
import { mutated } from "./rule-mutants/mistake.ts";
import { states } from "./rule-mutants/states.ts";
import { recordedWork, waitingWork } from "./rule-mutants/waiting-work.ts";

describe.each([burnRates, dueTicks, waitingWork, recordedWork, ...states])(
  "a mistake in the generator is seen by the tests, on $about",
  ({ rules, mutants, play }) => {
    test.each(mutants)("$name", async (mutant) => {
      // What promtool got tells that it was able to read the mistake.
      await expect(play(mutated(rules, mutant), [mutant.seenBy])).rejects.toThrow("got:");
    });

    test("and without one, they have nothing to say", async () => {
      await play(rules, [...new Set(mutants.map(({ seenBy }) => seenBy))]);
    });
  },
);
