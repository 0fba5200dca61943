import { privateRanges, unroutableRanges } from "../address-ranges.ts";
import type { Problem } from "../problem.ts";
import { runnablesOf } from "../runnable.ts";
import { storeServices } from "../store-services.ts";
import type { System } from "../system.ts";
import type { ThirdParty } from "../third-party.ts";
import { shortName } from "./short-name.ts";

/** What is wrong with the hosts outside the cluster that a system calls: each has a name and addresses of its own. */
export function validateParties(system: System): Problem[] {
  const first = new Map<string, ThirdParty>();
  const parties = [...callees(system)].filter(([, party]) => {
    const known = first.get(party.name);
    first.set(party.name, known ?? party);
    return known !== party;
  });
  return [
    ...parties.flatMap(([path, party]) => [
      ...validateName(path, party, first.get(party.name) ?? party),
      ...validateAddresses(path, party),
    ]),
    ...validateDatabase(system),
  ];
}

/** Every third party that is named, as often as it is, with the path of where. */
function callees(system: System): readonly (readonly [string, ThirdParty])[] {
  return [
    ...runnablesOf(system).flatMap(({ path, runnable }) =>
      runnable.kind === "static-site"
        ? []
        : runnable.egress.map((party, index) => [`${path}.egress[${index}]`, party] as const),
    ),
    ...(system.vectorStore?.kind === "pinecone"
      ? [[`${system.name}.vectorStore.party`, system.vectorStore.party] as const]
      : []),
  ];
}

function validateName(path: string, { name, host, port }: ThirdParty, known: ThirdParty): Problem[] {
  if (!shortName.test(name)) {
    return [
      {
        path: `${path}.name`,
        message: `"${name}" is not a name; use at most 40 lower-case letters, digits and -, a letter first`,
      },
    ];
  }
  if (name === storeServices.database.name || name === storeServices.cache.name) {
    return [{ path: `${path}.name`, message: `"${name}" is what a data store goes by; choose another name` }];
  }
  return known.host === host && known.port.number === port.number
    ? []
    : [
        {
          path: `${path}.name`,
          message: `"${name}" is already ${known.host}:${known.port}, and here it is ${host}:${port}; rename one`,
        },
      ];
}

function validateAddresses(path: string, { cidrs }: ThirdParty): Problem[] {
  if (!cidrs) return [];
  if (cidrs.length === 0) {
    return [
      { path: `${path}.cidrs`, message: "is empty, so nothing could be reached; list some or leave it out" },
    ];
  }
  return cidrs.flatMap((cidr, index) => {
    const range = [...privateRanges, ...unroutableRanges].find((other) => other.overlaps(cidr));
    return range
      ? [
          {
            path: `${path}.cidrs[${index}]`,
            message: `${cidr.text} holds addresses of ${range.text}, which is not the internet; list only the vendor's own`,
          },
        ]
      : [];
  });
}

/** A database that somebody else runs may be on a private network that is linked with the cluster's. */
function validateDatabase({ name, database }: System): Problem[] {
  if (database?.kind !== "external" || !database.cidrs) return [];
  const path = `${name}.database.cidrs`;
  if (database.cidrs.length === 0) {
    return [{ path, message: "is empty, so nothing could be reached; list some or leave it out" }];
  }
  return database.cidrs.flatMap((cidr, index) => {
    const range = unroutableRanges.find((other) => other.overlaps(cidr));
    return range
      ? [
          {
            path: `${path}[${index}]`,
            message: `${cidr.text} holds addresses of ${range.text}, where no database is; list only its own`,
          },
        ]
      : [];
  });
}
