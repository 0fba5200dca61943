import { Bytes, mebibytes } from "./quantities/bytes.ts";

/** Sessions, and what else lives by the memory that a PostgreSQL is given. */
export interface MemoryDemand {
  /** Sessions at once: the server's `max_connections`. */
  readonly connections: number;
  /** What other programs in the server's container use. @default none */
  readonly beside?: Bytes;
  /** Statements that each session keeps prepared, each with its plan. @default none */
  readonly statements?: number;
}

/** What a PostgreSQL's memory is shared out to, in kibibytes. */
export interface MemoryShares {
  /** `shared_buffers`: a quarter, as PostgreSQL's manual has it. */
  readonly buffers: number;
  /** `maintenance_work_mem` and `autovacuum_work_mem`, of each of {@link maintainers}. */
  readonly maintenance: number;
  /** The server's own processes, and what it shares beside its buffers. */
  readonly server: number;
  /** Other programs in its container. */
  readonly beside: number;
  /** Each session, before it sorts anything. */
  readonly session: number;
  /** Processes that each have {@link session}: connections, and the workers that help with one's query. */
  readonly sessions: number;
  /** What is left to each of them for a sort or a hash, `work_mem`. It is below zero where memory can't hold them. */
  readonly work: number;
}

/**
 * The instance manager of CloudNativePG, which is the first process of the container: 50 to 60 MiB without a server. And a second run of
 * it, by `archive_command` or `restore_command`, for each file of the log.
 */
const operatorProgram = mebibytes(96);

/**
 * Statements that the pooler keeps prepared in each session: PgBouncer's `max_prepared_statements`. The one that was not used for longest
 * makes way for another, which is then planned anew. With PgBouncer's own 200 a session grows to 9 MiB.
 */
export const preparedStatements = 40;

/** What lives by the memory of an instance that CloudNativePG runs, behind a pooler. */
export const instanceDemand = (connections: number): Required<MemoryDemand> => ({
  connections,
  beside: operatorProgram,
  statements: preparedStatements,
});

/** Vacuums that may go on at once. It is PostgreSQL's own default. */
export const autovacuumWorkers = 3;

/** Who vacuums or builds an index at once: the server by itself, and one migration or person. */
export const maintainers = autovacuumWorkers + 1;

/** Workers that may help with queries, of all sessions together: one query's worth. CloudNativePG would allow 32. */
export const parallelWorkers = 2;

/**
 * A session with less writes sorts of a few thousand rows to disk. In kibibytes; PostgreSQL's own default is eight times as
 * much, and its least 64.
 */
export const leastWork = 512;

/** What is above it is left to the kernel, which keeps files there, in kibibytes. */
const mostWork = 64 * 1024;

/** 1.3 MiB when it is opened, and what it has learnt of some ten tables, in kibibytes. */
const ownOfSession = 2 * 1024;

/** Text, tree and plan of one that reads or writes a row of twelve columns, and what was learnt of its table, in kibibytes. */
const ownOfStatement = 40;

/**
 * Its own processes, with those that send the log and what vacuums have beside their share, and tables of locks and sessions, in
 * kibibytes. Larger buffers need more to be kept account of.
 */
const ownOfServer = 40 * 1024;
const accountOfBuffers = 1 / 16;

/** A session that has met all buffers has an entry of 8 bytes for each of their pages of 4 KiB. */
const mapOfBuffers = 8 / 4096;

const shareOfBuffers = 1 / 4;
const shareOfMaintenance = 1 / 64;
const mebibyte = 1024;

/**
 * Shares a PostgreSQL's memory out, so that all of its sessions may sort at once and nobody is killed (SCL-12). A query may sort
 * more than once at a time; what its neighbours leave is there for it.
 * @param memory Request and limit of its container.
 */
export function memoryShares(
  memory: Bytes,
  { connections, beside, statements = 0 }: MemoryDemand,
): MemoryShares {
  const whole = memory.count / 1024;
  const buffers = Math.floor((whole * shareOfBuffers) / mebibyte) * mebibyte;
  const maintenance = Math.max(mebibyte, Math.floor(whole * shareOfMaintenance));
  const server = ownOfServer + Math.ceil(buffers * accountOfBuffers);
  const others = beside ? beside.count / 1024 : 0;
  const session = ownOfSession + statements * ownOfStatement + Math.ceil(buffers * mapOfBuffers);
  const sessions = connections + parallelWorkers;
  const left = whole - buffers - maintainers * maintenance - server - others;
  const work = Math.min(mostWork, Math.floor(left / sessions) - session);
  return { buffers, maintenance, server, beside: others, session, sessions, work };
}

/** Whether memory holds so many sessions, each with {@link leastWork} at least. */
export const holdsSessions = (memory: Bytes, demand: MemoryDemand): boolean =>
  memoryShares(memory, demand).work >= leastWork;

/** Memory is given in steps of this. */
const step = mebibytes(64);
const mostSteps = 4096;

/**
 * The least memory that holds so many sessions, in whole steps of 64Mi.
 * @returns `undefined` where 256Gi do not: with more buffers each session needs more to find its way in them, so there are
 * never more than some 1,300.
 */
export function leastMemory(demand: MemoryDemand): Bytes | undefined {
  for (let steps = 1; steps <= mostSteps; steps += 1) {
    const memory = step.times(steps);
    if (holdsSessions(memory, demand)) return memory;
  }
  return undefined;
}

/** The most connections that memory holds, whatever their number in the demand; 0 where it holds none. */
export function mostConnections(memory: Bytes, demand: MemoryDemand): number {
  const one = memoryShares(memory, { ...demand, connections: 1 });
  const left = memory.count / 1024 - one.buffers - maintainers * one.maintenance - one.server - one.beside;
  return Math.max(0, Math.floor(left / (one.session + leastWork)) - parallelWorkers);
}

/** The sum that {@link memoryShares} makes, with each session at its least, as a person checks it: in whole mebibytes. */
export function memorySum(
  memory: Bytes,
  demand: MemoryDemand,
): { readonly terms: string; readonly total: Bytes } {
  const { buffers, maintenance, server, beside, session, sessions } = memoryShares(memory, demand);
  const text = (kibibytes: number): string => Bytes.of(kibibytes, "Ki").toString();
  const terms = [
    `${text(buffers)} of buffers`,
    `${maintainers} × ${text(maintenance)} of vacuums and indexes`,
    `${text(server)} of the server's own`,
    ...(beside > 0 ? [`${text(beside)} of the operator's program`] : []),
    `${sessions} sessions, with ${parallelWorkers} workers, × (${text(session)} + ${text(leastWork)} to sort in)`,
  ];
  const total = buffers + maintainers * maintenance + server + beside + sessions * (session + leastWork);
  return { terms: terms.join(" + "), total: mebibytes(Math.ceil(total / mebibyte)) };
}
