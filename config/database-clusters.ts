import { z } from "zod";
import { type ClusterKey, clusterName, type DatabaseClusters } from "../model/database-cluster.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { System } from "../model/system.ts";
import { missingOr, show } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

/** What an environment says of a database's clusters, once it is read. */
export interface GivenDatabase {
  readonly recovered: readonly { readonly at: Date; readonly from: ClusterKey }[];
  readonly serving: ClusterKey;
  readonly first: "kept" | "gone";
}

const moment = 'a point in time with its zone, such as "2026-11-20T14:03:00Z"';

/** Without a zone, a recovery would take the server's own, and end hours away from what was meant. */
const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;

/** The point in time that a text says, to the second; nothing where it says none. */
export function readMoment(text: string): Date | undefined {
  if (!momentForm.test(text)) return undefined;
  const date = new Date(text);
  // A day that is none, as 30 February, would be read as one in March.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ||
    Number.isNaN(day.getTime()) ||
    !day.toISOString().startsWith(text.slice(0, 10))
    ? undefined
    : date;
}

const readField = <T>(expected: string, read: (text: string) => T | undefined) =>
  z
    .string({ error: ({ input }) => missingOr(input, "is not a text", expected) })
    .transform((text, context): T => {
      const value = read(text);
      if (value !== undefined) return value;
      context.issues.push({ code: "custom", message: `${show(text)} is not ${expected}`, input: text });
      return z.NEVER;
    });

const momentField = readField(moment, readMoment);
const clusterField = readField(`"first", or ${moment}`, (text): ClusterKey | undefined =>
  text === "first" ? text : readMoment(text),
);

const recoveredField = strictObject("a recovered cluster", {
  at: momentField,
  from: clusterField.default("first"),
}).refine(({ at, from }) => from === "first" || from < at, {
  path: ["from"],
  error: ({ input }) => {
    const { at, from } = input as { readonly at: Date; readonly from: Date };
    return `${from.toISOString()} is not before ${at.toISOString()}: that cluster had not begun; name an earlier one`;
  },
});

const databaseField = strictObject("the clusters of the database", {
  first: z
    .enum(["kept", "gone"], { error: ({ input }) => `${show(input)} is neither "kept" nor "gone"` })
    .default("kept"),
  recovered: z
    .array(recoveredField, { error: ({ input }) => missingOr(input, "is not a list", "recovered clusters") })
    .default([]),
  serving: clusterField.default("first"),
}).superRefine(({ first, recovered, serving }, context) => {
  const names = recovered.map(({ at }) => clusterName(at));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    context.addIssue({ code: "custom", path: ["recovered"], message: `names ${twice} twice; keep one` });
  const there = [...(first === "kept" ? ["first"] : []), ...recovered.map(({ at }) => at.toISOString())];
  const isThere = serving === "first" ? first === "kept" : names.includes(clusterName(serving));
  if (!isThere) {
    context.addIssue({
      code: "custom",
      path: ["serving"],
      message: `${show(serving)} is none of the clusters; known: ${there.join(", ")}`,
    });
  }
});

/** The key of a system's configuration that says which clusters its Postgres has; only a database of the platform's has them. */
export const databaseClustersField = ({ database }: System, environment: EnvironmentName) =>
  environment !== "dev" && database?.kind === "platform" ? { database: databaseField.optional() } : {};

/** The clusters that a configuration names. */
export const databaseClusters = ({ first, recovered, serving }: GivenDatabase): DatabaseClusters => ({
  all: [
    ...(first === "kept" ? [{ kind: "first" } as const] : []),
    ...recovered.map(({ at, from }) => ({ kind: "recovered", at, from }) as const),
  ],
  serving,
});
