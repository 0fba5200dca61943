import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Migration as Declared, migrationName } from "../../../model/migration.ts";
import { systemLabels } from "../../labels.ts";
import { logicalName } from "../../system-context.ts";
import { contentName } from "../../workloads/content-name.ts";
import { jobSpec } from "../../workloads/job.ts";
import { releaseJob } from "../../workloads/release-job.ts";
import { type TaskArgs, taskParts } from "../../workloads/task-resources.ts";
import { loginsEnvironment, psqlEnvironment, toolEnvironment } from "./migration-environment.ts";
import { migrationPod, refusedStatements } from "./migration-pod.ts";
import { awaitedRole, ledgerEntry, migratedRoles, migrationStatements } from "./migration-statements.ts";

/** What a {@link Migration} is made from. */
export type MigrationArgs = Omit<TaskArgs<Declared>, "name">;

/**
 * The migration of a system's database: one Job a release, which everything of the release waits for (DB-08). If it
 * fails, the update does, and the pods of the last release go on.
 */
export class Migration extends pulumi.ComponentResource {
  /** Complete once the database is what the release needs. */
  readonly job: pulumi.Resource;

  constructor(name: string, args: MigrationArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:Migration", name, {}, opts);
    const { context, namespace, task } = args;
    const { environment, own, labelled } = context;
    const roles = migratedRoles(own);
    const { files, before, after } = migrationStatements(task, roles);
    const statements = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, migrationName, "statements"),
      {
        metadata: {
          name: contentName(`${migrationName}-statements`, files),
          namespace,
          labels: systemLabels(labelled),
        },
        data: files,
        immutable: true,
      },
      { parent: this },
    );
    const parts = taskParts(this, { ...args, name: migrationName, needs: [...args.needs, statements] });
    const release = { RELEASE: JSON.stringify(ledgerEntry(own)), CONTRACT: own.contract?.reason ?? "" };
    const template = migrationPod(parts.template, toolEnvironment(own, task), {
      image: environment.platformImages.postgres.toString(),
      size: task.size,
      configMap: contentName(`${migrationName}-statements`, files),
      ...awaitedRole(own),
      before: {
        files: before,
        env: [...psqlEnvironment(own, task, release), ...(roles.made ? loginsEnvironment(own) : [])],
      },
      after: {
        files: after,
        env: psqlEnvironment(own, task, release),
      },
    });
    const spec = jobSpec(task, template);
    const rules = [...(spec.podFailurePolicy?.rules ?? []), ...refusedStatements];
    this.job = releaseJob(this, {
      context,
      name: migrationName,
      parts,
      spec: { ...spec, podFailurePolicy: { rules } },
      deadline: task.deadline,
    });
    this.registerOutputs({});
  }
}
