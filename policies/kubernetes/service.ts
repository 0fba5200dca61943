import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

export const isService = ({ kind }: Manifest): boolean => kindKey(kind) === "core/Service";

/** What a Service selects pods by; nothing for a name of another host, which has none. */
export const selectorOf = ({ root }: Manifest): Field => root.at("spec", "selector");
