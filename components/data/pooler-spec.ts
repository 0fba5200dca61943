import type { DeploymentStrategy } from "kubernetes-types/apps/v1.d.ts";
import type { PodSpec } from "kubernetes-types/core/v1.d.ts";
import { poolerPods } from "../../model/connections.ts";
import { postgresDisk, type PlatformPostgres } from "../../model/database.ts";
import { preparedStatements } from "../../model/postgres-memory.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { size } from "../../model/size.ts";
import type { Demand } from "../capacity/demand.ts";
import type { Labels } from "../labels.ts";
import { diskOf, resourceRequirements } from "../workloads/resources.ts";
import { containerSecurityContext, podSecurityContext } from "../workloads/security-context.ts";
import { hostAntiAffinity, topologySpread } from "../workloads/spread.ts";
import { longestWait, poolerLimits } from "./pooler-limits.ts";

/** The part of a CloudNativePG `Pooler`'s specification (`postgresql.cnpg.io/v1`) that Slipway writes. */
export interface PoolerSpec {
  readonly cluster: { readonly name: string };
  readonly type: "rw";
  readonly instances: number;
  readonly pgbouncer: {
    readonly poolMode: "transaction";
    readonly parameters: Readonly<Record<string, string>>;
  };
  readonly deploymentStrategy: DeploymentStrategy;
  readonly template: {
    readonly metadata: { readonly labels: Labels };
    readonly spec: PodSpec;
  };
}

/** What the operator labels a pooler's pods with, and its Service goes by. It overwrites most labels of ours. */
export const poolerSelector = (pooler: string): Labels => ({ "cnpg.io/poolerName": pooler });

/** A thousand clients by TLS, and the operator's program beside PgBouncer, which it copies to the pod's disk. */
const poolerSize = size({
  cpu: { request: millicores(50), limit: millicores(500) },
  memory: mebibytes(256),
  disk: postgresDisk,
});

/** As whom the operator has PgBouncer run. */
const poolerUser = { uid: 998, gid: 996 };

/** How PgBouncer is set. Only what differs from its own defaults and from the operator's. */
export const poolerParameters = (
  database: PlatformPostgres,
  direct: number,
): Readonly<Record<string, string>> => {
  const { pool, sessions } = poolerLimits(database, direct);
  return {
    max_client_conn: String(database.pooler.clients),
    default_pool_size: String(pool),
    // Of all users together. A pool takes nothing from another that has waiters, so while services change from one user to
    // another, the new one needs sessions that the old one can't take.
    max_db_connections: String(sessions),
    // Statements that are prepared by name follow their client from one session to the next.
    max_prepared_statements: String(preparedStatements),
    query_wait_timeout: String(longestWait.wholeSeconds),
    // A forgotten transaction would keep a session from all others.
    idle_transaction_timeout: "60",
    server_idle_timeout: "30",
    // One refusal by the server is told to everybody for so long: after a password was replaced also to who has the new one.
    server_login_retry: "1",
    client_tls_sslmode: "require",
  };
};

/**
 * PgBouncer before a cluster's primary (DB-11). Its probe is the operator's, which also puts security contexts of its own, as strict,
 * in the place of these.
 * @param direct Connections that go past it.
 */
export const poolerSpec = (
  database: PlatformPostgres,
  given: {
    readonly name: string;
    readonly cluster: string;
    readonly direct: number;
    readonly image: string;
    readonly priorityClass: string;
    readonly labels: Labels;
  },
): PoolerSpec => {
  const resources = resourceRequirements(poolerSize, []);
  const selector = poolerSelector(given.name);
  const securityContext = containerSecurityContext();
  return {
    cluster: { name: given.cluster },
    type: "rw",
    instances: database.pooler.instances,
    pgbouncer: { poolMode: "transaction", parameters: poolerParameters(database, given.direct) },
    deploymentStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels: given.labels },
      spec: {
        priorityClassName: given.priorityClass,
        topologySpreadConstraints: topologySpread(selector),
        securityContext: podSecurityContext(poolerUser),
        affinity: { podAntiAffinity: hostAntiAffinity(selector) },
        // The operator looks for both by their names.
        initContainers: [{ name: "bootstrap-controller", resources, securityContext }],
        containers: [{ name: "pgbouncer", image: given.image, resources, securityContext }],
      },
    },
  };
};

/** What a pooler needs of its namespace's quota. */
export const poolerDemand = (database: PlatformPostgres): Demand => ({
  pods: poolerPods(database),
  cpuRequest: poolerSize.cpu.request,
  cpuLimit: poolerSize.cpu.limit,
  memory: poolerSize.memory,
  disk: diskOf(poolerSize, []),
});

/** Where each of its pods answers Prometheus, under the name `metrics`. */
export const poolerMetricsPort = 9127;
