import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startPolling } from "../e2e/polling.ts";

describe("polling", () => {
  test("looks at once and again, and no more when it is stopped", async () => {
    let looks = 0;
    const { promise: thirdLook, resolve } = Promise.withResolvers<undefined>();
    const polling = startPolling(() => {
      looks += 1;
      if (looks === 3) resolve(undefined);
    }, 1);
    expect(looks).toBe(1);
    await thirdLook;
    await polling.stop();
    const seen = looks;
    await sleep(20);
    expect(looks).toBe(seen);
  });

  test("ends with the look that is under way, and waits for no other", async () => {
    let ended = 0;
    const polling = startPolling(async () => {
      await sleep(10);
      ended += 1;
    }, 3_600_000);
    await polling.stop();
    expect(ended).toBe(1);
    const waiting = startPolling(() => undefined, 3_600_000);
    await sleep(5);
    await waiting.stop();
  });

  test("says when it is stopped that a look failed, and looks no more", async () => {
    let looks = 0;
    const polling = startPolling(() => {
      looks += 1;
      throw new Error("the API server is away");
    }, 1);
    await sleep(10);
    await expect(polling.stop()).rejects.toThrow("the API server is away");
    expect(looks).toBe(1);
  });
});
