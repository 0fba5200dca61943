import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Duration, minutes } from "../../model/quantities/duration.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import type { JobSpecification } from "./pod-template.ts";
import type { TaskParts } from "./task-resources.ts";

/** What the last attempt may need to go, once the job's deadline has stopped it. */
const stopAllowance = minutes(1);

/** What the Job of a release is made from. */
export interface ReleaseJobArgs {
  readonly context: SystemContext;
  readonly name: string;
  readonly parts: TaskParts;
  readonly spec: JobSpecification;
  readonly deadline: Duration;
}

/**
 * A Job that is named by its image's digest and that the update waits for. The last release's is deleted first, so two
 * never run at once, and so that one whose settings change can take its own name again.
 */
export function releaseJob(
  parent: pulumi.ComponentResource,
  { context, name, parts, spec, deadline }: ReleaseJobArgs,
): pulumi.Resource {
  const { metadata, version, dependsOn } = parts;
  const timeout = `${deadline.plus(stopAllowance).wholeSeconds}s`;
  return new kubernetes.batch.v1.Job(
    logicalName(context.labelled, name),
    {
      metadata: {
        ...metadata,
        name: `${name}-${inName(version)}`,
        // One that failed is tried again by the next update; a Job can't be started a second time.
        annotations: { "pulumi.com/replaceUnready": "true" },
      },
      spec,
    },
    {
      parent,
      dependsOn,
      deleteBeforeReplace: true,
      customTimeouts: { create: timeout, update: timeout },
    },
  );
}

/** A version as the name of an object takes it. What tells two tags apart is mostly at their end. */
const inName = (version: string): string =>
  version
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(-20)
    .replaceAll(/^-|-$/g, "");
