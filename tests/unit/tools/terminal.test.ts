import { expect, test } from "vitest";
import { isPersonThere } from "../../../tools/live/terminal.ts";

test("a person is there at a terminal, and must see what is asked", () => {
  const terminal = { isTTY: true };
  expect(isPersonThere({ stdin: terminal, stdout: terminal })).toBe(true);
  expect(isPersonThere({ stdin: {}, stdout: terminal })).toBe(false);
  expect(isPersonThere({ stdin: {}, stdout: {} })).toBe(false);
  expect(() => isPersonThere({ stdin: terminal, stdout: {} })).toThrow("without the pipe");
});
