import { PassThrough } from "node:stream";
import { Exec, type KubeConfig } from "@kubernetes/client-node";
import type { ObjectMeta } from "../kubernetes-object.ts";

/** Runs statements in a cluster's `postgres` database as its superuser, inside the pod. */
export async function runStatements(
  config: KubeConfig,
  { namespace = "default", name }: ObjectMeta,
  statements: readonly string[],
  /** What it is all for, for an error. */
  purpose: string,
): Promise<void> {
  // A terse error leaves out the statement, which a password may stand in.
  const options = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse"];
  const psql = ["psql", ...options, "--username=postgres"];
  const said = new PassThrough();
  let complaint = "";
  said.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  // By input and not by argument: the node's list of processes shows arguments.
  const input = new PassThrough();
  input.end(`${statements.map((statement) => `${statement};\n`).join("")}\\q\n`);
  await new Promise<void>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, name, "postgres", psql, null, said, input, false, ({ status, message = "" }) => {
        if (status === "Success") resolve();
        else reject(new Error(`${purpose} failed: ${message} ${complaint}`));
      })
      // The library's own error holds the whole connection, keys and all.
      .catch((error: unknown) => {
        reject(new Error(`${purpose} failed: ${(error as Error).message}`));
      });
  });
}

/** Gives the application's user another password, as the operator does when the Secret changes. */
export const changePassword = (
  config: KubeConfig,
  pod: ObjectMeta,
  user: string,
  password: string,
): Promise<void> =>
  runStatements(
    config,
    pod,
    [`ALTER ROLE ${identifier(user)} PASSWORD ${literal(password)}`],
    `Changing the password of ${user}`,
  );

export const identifier = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
