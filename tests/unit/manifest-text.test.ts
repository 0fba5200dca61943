import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { toYaml } from "../../rendering/manifests.ts";

const ambiguous = ["yes", "no", "on", "off", "y", "N", "1:30", "010", "1_000", "2026-01-01", "~", "=", "<<"];

test.each(["1.1", "1.2"] as const)("a manifest says the same to a reader of YAML %s", (version) => {
  expect(toYaml({ args: ["--appendonly", "yes"] })).toBe('args:\n  - --appendonly\n  - "yes"\n');
  const word = fc.oneof(fc.constantFrom(...ambiguous), fc.string());
  fc.assert(
    fc.property(fc.array(word), (args) => {
      expect(parse(toYaml({ args }), { version })).toEqual({ args });
    }),
  );
});
