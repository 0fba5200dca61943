import { containersOf } from "./container.ts";
import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";
import { podTemplateOf } from "./pod-template.ts";
import { shownName } from "./shown-text.ts";

/** An image that an object has pods run, or mount. */
export interface DeclaredImage {
  readonly manifest: Manifest;
  readonly field: Field;
  /** For messages only: what of the object it is of. */
  readonly subject: string;
  /** Whether an operator has one of its own where it says none. */
  readonly mayBeLeftOut: boolean;
}

type Attempt = (check: () => void) => void;

/**
 * All images of an object: of its containers and volumes, and of the pods that CloudNativePG makes of it. Each list is read by an
 * attempt of its own: one unknown list hides no other.
 */
export function declaredImages(manifest: Manifest, attempt: Attempt): readonly DeclaredImage[] {
  const found: DeclaredImage[] = [];
  const add = (field: Field, what: string, mayBeLeftOut: boolean): void => {
    const subject = what === "" ? manifest.subject : `${manifest.subject}, ${what}`;
    found.push({ manifest, field, subject, mayBeLeftOut });
  };
  const addPod = (root: Field, mayBeLeftOut: boolean): void => {
    const spec = root.at("spec");
    for (const container of containersOf({ manifest, root, spec }, attempt))
      add(container.root.at("image"), container.subject, mayBeLeftOut);
    attempt(() => {
      spec
        .at("volumes")
        .items()
        .forEach((volume, index) => {
          const name = shownName(volume.at("name").knownText) ?? String(index);
          if (volume.at("image").isSet)
            add(volume.at("image", "reference"), `volume ${JSON.stringify(name)}`, true);
        });
    });
  };
  const template = podTemplateOf(manifest);
  if (template) addPod(template.root, false);
  const key = kindKey(manifest.kind);
  if (key === "postgresql.cnpg.io/Cluster") add(manifest.root.at("spec", "imageName"), "", true);
  if (key === "postgresql.cnpg.io/Pooler") addPod(manifest.root.at("spec", "template"), true);
  return found;
}
