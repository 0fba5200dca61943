import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hostname } from "../../../model/hostname.ts";
import { InvalidQuantity } from "../../../model/quantities/invalid-quantity.ts";

const label63 = "a".repeat(63);
const name253 = [label63, label63, label63, "a".repeat(61)].join(".");

describe("Hostname", () => {
  it.each(["example.com", "api.crb-analyser.com", "a.b", "1.example.com", "xn--bcher-kva.example", name253])(
    "takes %s",
    (text) => {
      expect(Hostname.parse(text).name).toBe(text);
    },
  );

  it.each([
    ["", "nothing"],
    ["localhost", "one label"],
    ["API.example.com", "capitals"],
    ["api_v1.example.com", "an underscore"],
    ["-api.example.com", "a hyphen first"],
    ["api-.example.com", "a hyphen last"],
    ["api..example.com", "an empty label"],
    ["example.com.", "a dot last"],
    ["https://example.com", "a scheme"],
    ["example.com:443", "a port"],
    ["*.example.com", "a wildcard"],
    ["10.0.0.1", "an IP address"],
    [`a${label63}.example.com`, "a label of 64 characters"],
    [`${name253}a`, "254 characters in right labels"],
    [`b.${name253}`, "255 characters in right labels"],
  ])("refuses %j: %s", (text) => {
    expect(() => Hostname.parse(text)).toThrow(
      `${JSON.stringify(text)} is not a hostname; write a full DNS name in lower case such as "api.example.com"`,
    );
    expect(() => Hostname.parse(text)).toThrow(InvalidQuantity);
  });

  it("reads back whatever it prints", () => {
    fc.assert(
      fc.property(fc.domain(), (text) => {
        const hostname = Hostname.parse(text.toLowerCase());
        expect(Hostname.parse(hostname.toString())).toEqual(hostname);
      }),
    );
  });
});
