import { expect, test } from "vitest";
import { watchCommand } from "../../../tools/watch/watch-command.ts";

test.each([
  [["staging", "shop"], /There is no system "shop"/],
  [["dev"], /No Prometheus watches dev/],
  [["--for", "soon", "staging"], /FOR="soon" is no span of time up to 6h/],
  [["--for", "0s", "staging"], /FOR="0s" is no span/],
  [["--since", "15:04", "staging"], /SINCE="15:04" is no time that was/],
  [["--since", "2026-11-22T15:04:00", "staging"], /with its zone/],
  [["--since", "2999-01-01T00:00:00Z", "staging"], /is no time that was/],
  [["--since", "2020-01-01T00:00:00Z", "staging"], /is over. Say a longer FOR/],
  [["--fro", "1m", "staging"], /Usage: make watch/],
  [["staging", "atlas-ux", "odd-scenes"], /"odd-scenes": too many arguments/],
])("is not called %j", async (args, message) => {
  await expect(watchCommand(args, {})).rejects.toThrow(message);
});
