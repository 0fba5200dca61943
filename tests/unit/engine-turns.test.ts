import { describe, expect, test } from "vitest";
import { type Turn, TurnQueue } from "../e2e/lifecycle/turns/turn-queue.ts";
import { startTurnServer, takeTurn } from "../e2e/lifecycle/turns/turn-server.ts";

describe("turns of engines", () => {
  function asking(...turns: Turn[]): { begun: number[]; end: (() => void)[] } {
    const queue = new TurnQueue();
    const begun: number[] = [];
    const end = turns.map((turn, index) => queue.ask(turn, () => begun.push(index)));
    return { begun, end };
  }

  test("run side by side", () => {
    expect(asking("beside", "beside").begun).toEqual([0, 1]);
  });

  test("one that is timed waits until it is alone, and keeps the others waiting", () => {
    const { begun, end } = asking("beside", "beside", "alone", "beside", "beside");
    expect(begun).toEqual([0, 1]);
    end[1]?.();
    expect(begun).toEqual([0, 1]);
    end[0]?.();
    expect(begun).toEqual([0, 1, 2]);
    end[2]?.();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  test("a question that is taken back holds nobody up", () => {
    const { begun, end } = asking("beside", "alone", "beside");
    end[1]?.();
    expect(begun).toEqual([0, 2]);
  });

  test("go from process to process over a connection, whose end gives them back", async () => {
    const server = await startTurnServer();
    const order: string[] = [];
    const first = await takeTurn(server.port, "beside");
    const second = takeTurn(server.port, "alone").then((end) => {
      order.push("alone");
      return end;
    });
    order.push("first ends");
    first();
    (await second)();
    const third = await takeTurn(server.port, "beside");
    third();
    expect(order).toEqual(["first ends", "alone"]);
    server.stop();
  });
});
