import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { port, Port } from "../../../model/port.ts";
import { InvalidQuantity } from "../../../model/quantities/invalid-quantity.ts";

describe("Port", () => {
  it.each([1, 80, 3000, 65_535])("takes %d", (number) => {
    expect(port(number).number).toBe(number);
    expect(port(number).toString()).toBe(String(number));
  });

  it.each([0, -1, 65_536, 3000.5, Number.NaN])("refuses %d, naming it and the range", (number) => {
    expect(() => port(number)).toThrow(`${number} is not a port; write a whole number from 1 to 65535`);
    expect(() => port(number)).toThrow(InvalidQuantity);
  });

  it("is the same port again when its print is read as a number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), (number) => {
        expect(Port.of(Number(port(number).toString()))).toEqual(port(number));
      }),
    );
  });

  it.each([
    [80, true],
    [1023, true],
    [1024, false],
    [8080, false],
  ])("says of %d that it is privileged: %s", (number, privileged) => {
    expect(port(number).privileged).toBe(privileged);
  });
});
