import { expect } from "vitest";
import type { Ended } from "./backup-run.ts";
import { bucket, type Copied, type SnapshotRig } from "./snapshot-rig.ts";

/** More than a part, so that some of a copy is in the store already. */
export const MIDWAY = 8 * 1024 ** 2;

/** Something that goes wrong with a snapshot, and what a person reads of it. */
export interface SnapshotFault {
  readonly says: string;
  readonly strike: () => Promise<Ended>;
  /** The exit code; `null` for a run that was killed. */
  readonly code: number | null;
  readonly told: RegExp;
  /** Whether the run could write down how it ended. @default it could */
  readonly recorded?: false;
}

/** What both ends of a snapshot that goes wrong are tried with. */
export interface Tried {
  readonly rig: SnapshotRig;
  readonly copied: Copied;
}

/** A second run while the first is at its upload. The first does its work. */
export async function runsBeside({ rig, copied }: Tried): Promise<Ended> {
  const first = await rig.heldAfter(MIDWAY, copied);
  const second = await rig.run(["snapshot"], copied, rig.settingsFile(copied, rig.store.port));
  rig.link.open();
  expect(await first.ended).toMatchObject({ code: 0 });
  return second;
}

/** A run that is ended by a signal while it is at its upload. */
export async function endsBy(signal: "SIGKILL" | "SIGTERM", { rig, copied }: Tried): Promise<Ended> {
  const { process, ended } = await rig.heldAfter(MIDWAY, copied);
  process.kill(signal);
  if (signal === "SIGTERM") rig.link.breakOff();
  const struck = await ended;
  rig.link.open();
  return struck;
}

/** Requires that copies which were there stay, that metrics say what happened, and that the next run puts all right. */
export async function requireNothingLost({ rig, copied }: Tried, fault: SnapshotFault): Promise<void> {
  const { strike, code, told, recorded = true } = fault;
  await rig.provideSnapshot(copied);
  const before = rig.sums(copied);
  const struck = await strike();
  expect(struck).toMatchObject({ code });
  expect(struck.said).toMatch(told);
  // One that is killed leaves what the next run has to remove.
  if (code === null) expect(rig.store.unfinished(bucket)).toHaveLength(1);
  // The first of two at once does its work, and prunes the earlier one of the same day.
  if (code !== 3) expect(rig.sums(copied)).toEqual(new Map([...rig.sums(copied), ...before]));
  const metrics = await rig.metrics(copied);
  if (code === 3) expect(metrics.get("run_exit_code of snapshot-refused")).toBe(3);
  else if (code === 1 && recorded) expect(metrics.get("run_failures of snapshot")).toBeGreaterThan(0);
  expect(await rig.snapshot(copied)).toMatchObject({ code: 0 });
  expect(rig.store.unfinished(bucket)).toEqual([]);
  const after = await rig.metrics(copied);
  expect([after.get("damaged"), after.get("strays"), after.get("run_failures of snapshot")]).toEqual([
    0, 0, 0,
  ]);
}
