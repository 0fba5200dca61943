import { describe, expect, test } from "vitest";
import { type Board, type Panel, panelsOf } from "../../../components/observability/boards/board.ts";
import { systemBoards } from "../../../components/observability/boards/boards.ts";
import { systems } from "../../../systems/all.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

const production = realEnvironment("production");
const boardOf = (system: string, name: Board["name"]): Board => {
  const found = systemBoards(production, realSystem("production", system)).find(
    (board) => board.name === name,
  );
  if (!found) throw new Error(`${system} has no board ${name}`);
  return found;
};
const drawn = (board: Board): readonly Panel[] =>
  panelsOf(board).flatMap((panel) => (panel.kind === "text" ? [] : [panel]));

describe("the board of resources", () => {
  test("draws the use, the waiting and the errors of what pods run on (OBS-01, OBS-03, DSH-05)", () => {
    const drawnOn = Object.fromEntries(
      boardOf("odd-scenes", "resources").rows.map(({ title, panels }) => [
        title,
        panels.map((panel) => panel.title),
      ]),
    );
    expect(drawnOn).toMatchObject({
      CPU: ["CPU used, of the limit", "CPU held back", "CPU used, of what is set aside"],
      "Memory and restarts": ["Memory used, of the limit", "Restarts in an hour", "Ended for lack of memory"],
      "Disks and network": ["Free on volumes", "Read and written", "Received and sent"],
      "Nodes of the cluster": ["CPU of nodes", "Memory of nodes", "Disks of nodes", "Disk time of nodes"],
    });
  });
});

describe("the board of costs", () => {
  test("draws what language models take, and what is set aside and used (OBS-04, OBS-05, DSH-08)", () => {
    for (const { name } of systems)
      expect(drawn(boardOf(name, "cost")).map(({ title }) => title)).toEqual(
        expect.arrayContaining([
          "llm tokens in a day",
          "llm cost usd in 30 days",
          "llm request duration",
          "CPU set aside and used",
          "Memory set aside and used",
        ]),
      );
  });

  test("draws what is spent against its budget (DSH-08)", () => {
    const month = drawn(boardOf("odd-scenes", "cost")).find(
      ({ title }) => title === "odd-scenes: llm cost month",
    );
    expect(month?.bounds).toEqual([
      { at: 100, is: "target" },
      { at: 80, is: "ticket" },
    ]);
  });
});
