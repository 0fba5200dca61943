import type { EnvironmentName } from "../model/environment-name.ts";
import { cronField, timeZoneField } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

const times = strictObject("when the system is switched off and on", {
  timeZone: timeZoneField,
  down: cronField,
  up: cronField,
}).optional();

/** The field of the hours in which a system is off: dev's alone, where nobody else needs it (CST-05). */
export const offHoursField = (environment: EnvironmentName) =>
  environment === "dev" ? { offHours: times } : {};
