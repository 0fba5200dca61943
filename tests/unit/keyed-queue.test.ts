import { expect, test } from "vitest";
import { KeyedQueue } from "../e2e/operators/keyed-queue.ts";

const never = new AbortController().signal;

test("what is added at whatever moment after the work was done is done again", async () => {
  for (let moment = 0; moment < 12; moment += 1) {
    let done = 0;
    const { promise: first, resolve: end } = Promise.withResolvers<undefined>();
    const queue = new KeyedQueue(
      async () => {
        done += 1;
        if (done === 1) await first;
      },
      never,
      () => undefined,
    );
    queue.add("one");
    end(undefined);
    for (let passed = 0; passed < moment; passed += 1) await Promise.resolve();
    queue.add("one");
    await queue.idle();
    expect(done, `${moment} steps later`).toBe(2);
  }
});

test("work that fails is said and done again, one at a time for each key", async () => {
  const failures: string[] = [];
  let running = 0;
  let done = 0;
  const queue = new KeyedQueue(
    async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      done += 1;
      if (done === 1) throw new Error("the API server is away");
    },
    never,
    (key, error) => failures.push(`${key}: ${(error as Error).message}`),
  );
  queue.add("one");
  await queue.idle();
  expect(failures).toEqual(["one: the API server is away"]);
  expect(done).toBe(2);
});
