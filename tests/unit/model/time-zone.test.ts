import { expect, test } from "vitest";
import { timeZone, utc } from "../../../model/time-zone.ts";

test.each(["Europe/Berlin", "Etc/UTC", "America/Argentina/Buenos_Aires"])("%s is a time zone", (name) => {
  expect(timeZone(name).toString()).toBe(name);
});

test.each(["", "Berlin", "+01:00", "Europe/Atlantis", "UTC+1"])("%j is none", (name) => {
  expect(() => timeZone(name)).toThrow(/is not a time zone; write a zone of the IANA database/);
});

test("the zone without clock changes is UTC", () => {
  expect(utc.name).toBe("Etc/UTC");
});
