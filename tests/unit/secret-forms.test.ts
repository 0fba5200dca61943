import { describe, expect, it, test } from "vitest";
import { secretFormIn, secretForms } from "../../model/secret-forms.ts";
import { secretForms as formsOfPolicies } from "../../policies/kubernetes/secret-forms.ts";
import { plantedSecrets } from "../e2e/secret-scan/planted-secrets.ts";

describe("the forms of secrets", () => {
  it("are the same in the policies, which work without the model", () => {
    expect(secretForms).toEqual(formsOfPolicies);
  });

  /** By the name beside them alone, or shown by pages: no form of their own. */
  const formless = ["slipway-named-secret", "slipway-object-store-key"];
  const planted = plantedSecrets().filter(
    ({ rule, text }) => !formless.includes(rule) && !/\bpk_(?:live|test)_/.test(text),
  );

  test("tell every key of every system and environment that gitleaks' rules are about", () => {
    expect(planted.length).toBeGreaterThan(150);
    const missed = planted.filter(({ text }) => secretFormIn(text) === undefined);
    expect(missed.map(({ what, rule }) => `${what}: ${rule}`)).toEqual([]);
  });
});
