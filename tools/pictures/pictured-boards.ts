import type { Labelled } from "../../components/labels.ts";
import { type Board, panelsOf } from "../../components/observability/boards/board.ts";
import { systemBoards } from "../../components/observability/boards/boards.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { systems } from "../../systems/all.ts";

/** A board of a system that stands for those of its name in the docs. */
export interface PicturedBoard {
  readonly labelled: Labelled;
  readonly board: Board;
  /** Path of its picture, from the project's folder. */
  readonly file: string;
}

/** Of each kind of board that of production with most on it. */
export function picturedBoards(): readonly PicturedBoard[] {
  const environment = parseEnvironment(systems, "production", configuredEnvironment("production"));
  const all = environment.systems.flatMap((own) =>
    systemBoards(environment, own).map((board) => ({
      labelled: { system: own.system.name, owner: own.system.owner, environment: environment.name },
      board,
      file: `docs/dashboards/${board.name}.svg`,
    })),
  );
  return [...Map.groupBy(all, ({ board }) => board.name).values()].flatMap((ofName) =>
    ofName.toSorted((one, other) => panelsOf(other.board).length - panelsOf(one.board).length).slice(0, 1),
  );
}
