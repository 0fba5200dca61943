import { z } from "zod";
import { nameField, show } from "./fields.ts";
import { type SecretServiceName, secretServiceNames, secretServices } from "./secret-service.ts";
import { versionField } from "./secret-versions.ts";
import { strictObject } from "./strict-object.ts";

/** Where the secrets of receivers are kept: keys of services that wake people, and addresses that whoever has them may post to. */
export interface ReceiverSecrets {
  /** Which service is behind the store. @default `unnamed`, which takes keys and versions as they are */
  readonly service: SecretServiceName;
  /** Name of the cluster's `ClusterSecretStore`. */
  readonly store: string;
  /** The version in force of each; `undefined` where the service keeps none. */
  readonly versions: Readonly<Record<string, string>> | undefined;
}

/** What stands in the place of a system in the key of such a secret: `<environment>/alerting/<secret>`. */
export const receiverSecretsOwner = "alerting";

/** How a secret of a receiver is called. */
export const receiverSecretName = /^(?=.{1,60}$)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

const what = "where the secrets of receivers are kept";

function fieldsFor(service: SecretServiceName) {
  const where = {
    service: z
      .enum(secretServiceNames, {
        error: ({ input }) =>
          `${show(input)} is no service that keeps secrets; give one of: ${secretServiceNames.join(", ")}`,
      })
      .optional(),
    store: nameField("the name of the cluster's secret store"),
  };
  const { versionProblem } = secretServices[service];
  if (versionProblem === undefined) return strictObject(what, where);
  return strictObject(what, {
    ...where,
    versions: z.record(
      z.string().regex(receiverSecretName, { error: "is no name of a secret" }),
      versionField(versionProblem),
      {
        error: ({ input }) =>
          `${input === undefined ? "missing" : show(input)}; give the version of each secret by its name`,
      },
    ),
  });
}

const serviceIn = (given: unknown): SecretServiceName => {
  const named =
    typeof given === "object" && given !== null ? (given as Record<string, unknown>)["service"] : undefined;
  return secretServiceNames.find((name) => name === named) ?? "unnamed";
};

/** Where they are kept, and which versions are in force, by the rules of the service that keeps them. */
export const receiverSecretsField = z.unknown().transform((given, context): ReceiverSecrets => {
  const service = serviceIn(given);
  const result = fieldsFor(service).safeParse(given);
  if (!result.success) {
    for (const { path, message } of result.error.issues)
      context.issues.push({ code: "custom", path: [...path], message, input: given });
    return z.NEVER;
  }
  const { store, versions } = result.data as {
    readonly store: string;
    readonly versions?: Record<string, string>;
  };
  return { service, store, versions };
});
