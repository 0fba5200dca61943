import type { Field } from "../kubernetes/field.ts";
import { isConfining } from "../kubernetes/security-profile.ts";
import { stateOf } from "./message.ts";
import type { ReportField } from "./report-field.ts";

/** Every type that the API knows, to tell in a message. */
const profileType = /^(?:Unconfined|RuntimeDefault|Localhost)$/;

/** Judges a seccomp or AppArmor profile where one is set, whether or not another one overrides it. */
export function checkProfile(profile: Field, report: ReportField): void {
  if (profile.isSet && !isConfining(profile)) {
    const type = profile.at("type");
    report(type, stateOf(type, profileType));
  }
}
