import { describe, expect, it } from "vitest";
import {
  drillSchedule,
  dumpSchedule,
  snapshotDrillSchedule,
  snapshotSchedule,
} from "../../../components/backups/dump-schedule.ts";

const fieldsOf = ({ schedule }: ReturnType<typeof dumpSchedule>): string[] => schedule.line.split(" ");
const hourOf = (schedule: ReturnType<typeof dumpSchedule>): number => Number(fieldsOf(schedule)[1]);

describe("when a system's data is copied", () => {
  it("is at three in the night where the stack names no hour, everything else later (BDR-09)", () => {
    const schedules = [dumpSchedule, snapshotSchedule, drillSchedule].map((each) => each("shop", {}));
    expect(schedules.map(hourOf)).toEqual([3, 4, 5]);
  });

  it.each([0, 12, 22, 23])("follows the hour %d that the stack names, over midnight too", (hour) => {
    const schedules = [dumpSchedule, snapshotSchedule, drillSchedule, snapshotDrillSchedule].map((each) =>
      each("shop", { hour }),
    );
    expect(schedules.map(hourOf)).toEqual([0, 1, 2, 3].map((later) => (hour + later) % 24));
  });

  it("is another minute of the hour for another system, and the same one for all its copies", () => {
    const minuteOf = (system: string): string | undefined => fieldsOf(dumpSchedule(system, {}))[0];
    const minutes = ["atlas-ux", "crb-analyser", "odd-scenes"].map(minuteOf);
    expect(new Set(minutes).size).toBe(3);
    expect(fieldsOf(drillSchedule("atlas-ux", { hour: 9 }))[0]).toBe(minutes[0]);
  });

  it("is each night for copies, and the first of each month for the drill (BDR-11)", () => {
    expect(fieldsOf(dumpSchedule("shop", {})).slice(2)).toEqual(["*", "*", "*"]);
    expect(fieldsOf(drillSchedule("shop", { hour: 23 })).slice(2)).toEqual(["1", "*", "*"]);
  });
});
