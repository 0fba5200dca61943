import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import type { Pods } from "./pods.ts";
import { podsPerhapsSelected } from "./selectable.ts";
import { ofKind } from "./stack-search.ts";

const SERVICE = "core/Service";

export const isService = ({ kind }: Manifest): boolean => kindKey(kind) === SERVICE;

export const servicesIn = <M extends Manifest>(stack: readonly M[]): readonly M[] => ofKind(stack, SERVICE);

/** The pods that a Service may lead to. */
export const podsPerhapsServed = <M extends Manifest>(
  service: Manifest,
  stack: readonly M[],
): readonly Pods<M>[] => podsPerhapsSelected(stack, () => namespaceOf(service), selectorOf(service));

/** What a Service selects pods by; nothing for a name of another host, which has none. */
export const selectorOf = ({ root }: Manifest): Field => root.at("spec", "selector");
