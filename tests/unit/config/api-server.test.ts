import { expect, it } from "vitest";
import { cidr } from "../../../model/cidr.ts";
import { parsedShop, refusalOf } from "./configured-shop.ts";

const path = "slipway:environment.cluster.apiServer";

it("says where the API server is, or nothing", () => {
  const { cluster } = parsedShop("production", { "cluster.apiServer": ["10.0.0.0/28", "2001:db8::/64"] });
  expect(cluster?.apiServer).toEqual([cidr("10.0.0.0/28"), cidr("2001:db8::/64")]);
  expect(parsedShop("production").cluster?.apiServer).toBeUndefined();
});

it.each([
  [[], "is empty; give the networks that its API server answers from, or leave it out"],
  ["10.0.0.1", '"10.0.0.1" is not a list; give the networks that its API server answers from'],
])("is a list of networks: %j", (given, message) => {
  expect(refusalOf("production", { "cluster.apiServer": given })).toEqual([{ path, message }]);
});

it("holds networks that an API server can be in", () => {
  expect(refusalOf("production", { "cluster.apiServer": ["10.0.0.1/8", "0.0.0.0/0"] })).toEqual([
    {
      path: `${path}.0`,
      message:
        '"10.0.0.1/8" is not a range of addresses; write a network such as "192.0.2.0/24" or "2001:db8::/32"',
    },
    {
      path: `${path}.1`,
      message: '"0.0.0.0/0" holds addresses of this host, its metadata service or none; leave them out',
    },
  ]);
});
