import type { Field } from "./field.ts";
import type { PodTemplate } from "./pod-template.ts";
import { shownName } from "./shown-text.ts";

const roles = {
  containers: "container",
  initContainers: "init container",
  ephemeralContainers: "ephemeral container",
} as const;

type ContainerList = keyof typeof roles;

export interface Container {
  readonly list: ContainerList;
  readonly template: PodTemplate;
  readonly root: Field;
  /** For messages only: the container's role and name. */
  readonly subject: string;
}

type Attempt = (check: () => void) => void;

/** All containers of a pod. Each list is read by an attempt of its own: one unknown list hides no other. */
export function containersOf(template: PodTemplate, attempt: Attempt): readonly Container[] {
  const found: Container[] = [];
  for (const list of Object.keys(roles) as ContainerList[]) {
    attempt(() => {
      template.spec
        .at(list)
        .items()
        .forEach((root, index) => {
          const name = shownName(root.at("name").knownText) ?? String(index);
          found.push({ list, template, root, subject: `${roles[list]} ${JSON.stringify(name)}` });
        });
    });
  }
  return found;
}

/** Runs beside the main containers for the pod's whole life, as opposed to init and debugging containers. */
export function runsForPodsLife(container: Container): boolean {
  return (
    container.list === "containers" ||
    (container.list === "initContainers" && container.root.at("restartPolicy").value === "Always")
  );
}
