import type { Field } from "./field.ts";

/** A seccomp or AppArmor profile under which the kernel holds a process back; an object without a type is none. */
export function isConfining(profile: Field): boolean {
  const { value } = profile.at("type");
  return value === "RuntimeDefault" || value === "Localhost";
}
