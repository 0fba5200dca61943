/**
 * Two good releases, one that ends as soon as it starts, one that is never ready, one that fails half the requests,
 * and one whose migration fails. */
export const versions = ["v1", "v2", "crash-loop", "never-ready", "errors", "failed-migration"] as const;

export type Version = (typeof versions)[number];

/** How the program misbehaves in a release: see `program/faults.go`. */
export const faultOf = {
  v1: {},
  v2: {},
  "crash-loop": { crash: true },
  "never-ready": { "never-ready": true },
  errors: { errors: 0.5 },
  "failed-migration": { "failed-migration": true },
} as const satisfies Readonly<Record<Version, object>>;
